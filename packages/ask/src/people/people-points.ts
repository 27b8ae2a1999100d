import type { Item, ScoredRow, Variant } from "@refract/core";
import type { AnswerPoints } from "@refract/stats/intervals";
import type { RunSetup } from "../plan/run-setup.ts";
import type { GroupMean } from "../scores/group-means.ts";
import type { PersonAnswer } from "./people-dataset.ts";
import type { Stratum } from "./people-strata.ts";

/** One scoring group's mean over people who answered the whole group, and what each of them got. */
export interface PeopleMean extends GroupMean {
  readonly answers: readonly AnswerPoints[];
}

export interface PeoplePoints {
  /** By variant and metric (see `pointsKey`), then by scoring group. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, PeopleMean>>;
  /** People times scoring groups that were answered in part, or opted out of, and have no points. */
  readonly incomplete: number;
}

export const pointsKey = (variant: string, metric: string): string => JSON.stringify([variant, metric]);

/**
 * Scores people's answers by the instrument's own rules, as if each person were a model, under the conditions they were shown: a scoring
 * group counts when the person answered all of it. Answers in words are read by the instrument's parser, and only under the first variant the item runs under, because
 * other variants may expect another language. Pure.
 */
export function scorePeople(
  setup: RunSetup,
  { items, answersOf, isShown }: Pick<Stratum, "items" | "answersOf" | "isShown">,
): PeoplePoints {
  const { instrument, options, variants } = setup;
  const pointsOf = new Map<string, Map<string, { cluster: string; answers: AnswerPoints[] }>>();
  const incomplete = new Set<string>();
  const isGiven = (item: Item, variant: Variant) =>
    instrument.applies(item, variant) && isShown(item, variant.id);
  const firstVariant = (item: Item) => variants.find((variant) => isGiven(item, variant));
  const isScored = (item: Item, variant: Variant) =>
    isGiven(item, variant) && (item.format.kind !== "text" || firstVariant(item) === variant);

  for (const variant of variants) {
    const scored = items.filter((item) => isScored(item, variant));
    for (const [group, members] of Map.groupBy(scored, (item) => item.group)) {
      const given = members.flatMap((item) =>
        (answersOf.get(item.id) ?? []).map((answer) => ({ item, answer })),
      );
      for (const [respondent, of] of Map.groupBy(given, ({ answer }) => answer.respondent)) {
        const answered = of.filter(({ answer }) => answer.kind === "answer");
        if (answered.length < members.length) {
          if (of.some(({ answer }) => answer.kind !== "not-asked"))
            incomplete.add(JSON.stringify([group, respondent]));
          continue;
        }
        const rows = answered.map(({ item, answer }) => rowOf(setup, variant, item, answer, respondent));
        for (const { metric, points } of instrument.score(rows, options)) {
          if (typeof points.value !== "number") continue;
          const key = pointsKey(variant.id, metric);
          const cell = pointsOf.get(key) ?? new Map<string, { cluster: string; answers: AnswerPoints[] }>();
          pointsOf.set(key, cell);
          const known = cell.get(group) ?? { cluster: members[0]?.cluster ?? group, answers: [] };
          cell.set(group, known);
          known.answers.push({ respondent, points: points.value });
        }
      }
    }
  }
  const cells = new Map(
    [...pointsOf].map(([key, groups]) => [
      key,
      new Map(
        [...groups].map(([id, { cluster, answers }]): [string, PeopleMean] => [
          id,
          {
            cluster,
            points: answers.reduce((sum, { points }) => sum + points, 0) / answers.length,
            answers,
          },
        ]),
      ),
    ]),
  );
  return { cells, incomplete: incomplete.size };
}

function rowOf(
  { instrument, options }: RunSetup,
  variant: Variant,
  item: Item,
  { reply, value, optionOrder, seed }: PersonAnswer,
  respondent: string,
): ScoredRow {
  const presentation = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder, seed };
  const parsed =
    item.format.kind === "text"
      ? instrument.parse(reply, item, presentation, "generate", options)
      : { value, missing: null, rule: "people/answer" };
  return { item, variant, repeat: 0, respondent, mode: "generate", reply, parsed };
}
