import type { Item, ModelPoints, Summary } from "@refract/core";
import { deriveSeed } from "@refract/stats/random";
import type { RunSetup } from "../plan/run-setup.ts";
import type { RunStore } from "../store/run-store.ts";
import { groupMeans } from "./group-means.ts";

/** An instrument's own tables over all models of a run; none for one model, which has nobody to stand beside. */
export function standingsOf(
  { instrument, models, variants, seed, options }: RunSetup,
  items: readonly Item[],
  store: RunStore,
): readonly Summary[] {
  const { standings } = instrument;
  if (standings === undefined || models.length < 2) return [];
  const points = variants.flatMap((variant) =>
    models.map((model): ModelPoints => {
      const means = groupMeans(store.points(model.id, variant.id, standings.metric));
      return {
        respondent: model.id,
        variant: variant.id,
        pointsOf: new Map(Array.from(means, ([group, { points: value }]) => [group, value])),
      };
    }),
  );
  return standings.tables(points, items, deriveSeed(seed, "standings"), options);
}
