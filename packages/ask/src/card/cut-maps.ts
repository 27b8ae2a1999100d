import type { Instrument, Metric } from "@refract/core";
import { type Block, worldMap } from "@refract/report";
import type { MeanScore } from "../scores/results.ts";
import { countryCode } from "./country-code.ts";

/** A map takes a hundred times the room of a table's row. */
const mostMaps = 6;

/**
 * The headline metric on a map of the world, one map a model under the first variant that has figures, all with the same
 * colours. Levels that are no country (a part of one) stand in the caption and in the table.
 */
export function cutMaps(
  instrument: Instrument,
  cut: Instrument["cuts"][number],
  means: readonly MeanScore[],
  n: string,
): readonly Block[] {
  if (!cut.geographic) return [];
  const metric = instrument.metrics.find(({ headline }) => headline);
  const own = means.filter((mean) => mean.metric === metric?.id && mean.mean !== null && mean.level !== null);
  const variant = instrument.variants.find(({ id }) => own.some((mean) => mean.variant === id));
  if (metric === undefined || variant === undefined) return [];
  const shown = own.filter((mean) => mean.variant === variant.id);
  const values = shown.map(({ mean }) => mean ?? 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // Equal shares are shown on the whole scale: a range of no width would give none of them a meaning.
  const domain = low === high && metric.unit === "share" ? ([0, 1] as const) : ([low, high] as const);
  const models = [...Map.groupBy(shown, ({ respondent }) => respondent)];
  return models
    .slice(0, mostMaps)
    .map(([respondent, of], place) =>
      mapOf({ metric, cut, respondent, variant: variant.title, of, domain, n, place, models: models.length }),
    );
}

interface MapFacts {
  readonly metric: Metric;
  readonly cut: Instrument["cuts"][number];
  readonly respondent: string;
  readonly variant: string;
  readonly of: readonly MeanScore[];
  readonly domain: readonly [low: number, high: number];
  readonly n: string;
  /** Which of how many models. */
  readonly place: number;
  readonly models: number;
}

function mapOf({ metric, cut, respondent, variant, of, domain, n, place, models }: MapFacts): Block {
  const rows = of.map(({ level, mean }) => ({
    level: level ?? "",
    code: countryCode(level ?? ""),
    mean: mean ?? 0,
  }));
  const elsewhere = rows.filter(({ code }) => code === null).map(({ level }) => level);
  const sentences = [
    `${metric.title} of ${respondent} (${variant}) by ${cut.title.toLowerCase()}.`,
    ...(models > 1 ? ["The maps of all models have the same colours."] : []),
    ...(place === mostMaps - 1 && models > mostMaps
      ? [`${models - mostMaps} more models are in the table.`]
      : []),
    ...(elsewhere.length > 0 ? [`Not on the map: ${elsewhere.join(", ")}.`] : []),
    "States too small for the map are in the table.",
  ];
  return worldMap({
    id: `map-${cut.attribute.replaceAll(/[^a-z0-9]+/gi, "-")}-${place + 1}`,
    title: `${metric.title}: ${respondent}`,
    caption: sentences.join(" "),
    method: "Mean over scoring groups",
    n,
    data: rows.flatMap(({ level, code, mean }) => (code === null ? [] : [{ level, code, mean }])),
    country: "code",
    value: { field: "mean", title: metric.title, ...(metric.unit === "share" ? { format: ".0%" } : {}) },
    domain,
  });
}
