import type { Item, JsonValue } from "@refract/core";
import { AnswererTally } from "@refract/stats/intervals";
import type { PreparedRun } from "../folder/run-folder.ts";
import { type MeanWithInterval, PointTally } from "../scores/interval.ts";
import { readResponse } from "../scores/read-response.ts";
import type { RunStore } from "../store/run-store.ts";
import {
  type AnswerShares,
  agreementPulls,
  answerInWords,
  answerKey,
  answerShares,
  chanceOfAgreement,
  sameAnswers,
} from "./agreement.ts";
import type { Stratum } from "./people-strata.ts";

/** Where a figure is of: the people of one stage who answered items of one language, and one group of them. */
export interface Place {
  readonly stage: string;
  readonly language: string;
  /** Null for all people. */
  readonly group: string | null;
}

/** Figures of the people, or of one model on what people answered. */
export interface Standing extends MeanWithInterval, Place {
  /** Null for the people. */
  readonly model: string | null;
  readonly variant: string;
}

/** One model's answer to one item, and what people said. */
export interface ReplyBesidePeople extends Place {
  readonly item: string;
  /** Null where the text stays out of the report. */
  readonly question: string | null;
  readonly answers: number;
  /** Up to three most frequent answers with their shares. */
  readonly people: string;
  readonly model: string;
  readonly variant: string;
  readonly reply: string;
  /** Null where the format is free text or nobody gave an answer. */
  readonly share: number | null;
}

/** Responses that are read from the store at once. */
export const batchSamples = 1000;

/** Every reply beside what people answered to the item, and how far people agree with each model and each other. */
export function repliesBeside(
  { setup, plan }: PreparedRun,
  store: RunStore,
  stratum: Stratum,
  {
    lengthNormalised,
    isSaid,
  }: {
    readonly lengthNormalised: boolean;
    readonly isSaid: (stage: string, item: string) => boolean;
  },
): { readonly agreement: readonly Standing[]; readonly replies: readonly ReplyBesidePeople[] } {
  const { stage, language, group, items, answersOf, isShown } = stratum;
  const place: Place = { stage, language, group };
  const sharesOf = new Map<string, AnswerShares>();
  for (const item of items) {
    const shares = answerShares(item, answersOf.get(item.id) ?? []);
    if (shares.answers > 0) sharesOf.set(item.id, shares);
  }
  const replies: ReplyBesidePeople[] = [];
  const tallies = new Map<string, Tallies>();
  const add = (model: string | null, variant: string, item: Item, share: number, key: string | null) => {
    const of = JSON.stringify([variant, model]);
    const known = tallies.get(of) ?? {
      ...{ model, variant },
      tally: new PointTally(),
      people: new AnswererTally(),
    };
    tallies.set(of, known);
    known.tally.add(item.cluster, share);
    const given = answersOf.get(item.id) ?? [];
    known.people.add(
      item.cluster,
      model === null ? agreementPulls(item, given) : sameAnswers(item, given, key),
    );
  };
  for (const variant of setup.variants)
    for (const item of items) {
      const among = sharesOf.get(item.id)?.amongPeople ?? null;
      const isGiven = setup.instrument.applies(item, variant) && isShown(item, variant.id);
      if (among !== null && item.format.kind !== "text" && isGiven) add(null, variant.id, item, among, null);
    }
  for (let start = 0; start < plan.size; start += batchSamples)
    for (const response of store.responses(start, start + batchSamples)) {
      const sample = plan.at(response.ordinal);
      const { item, variant, model } = sample;
      const people = sharesOf.get(item.id);
      if (people === undefined || !isShown(item, variant.id)) continue;
      const { value, missing } = readResponse(setup, sample, response, lengthNormalised);
      // an unreadable reply is nobody's answer; a call that failed is no reply
      const key = value === null ? null : answerKey(item, value);
      const share =
        item.format.kind === "text" || missing === "model-error"
          ? null
          : key === null
            ? 0
            : (people.shares.get(key) ?? 0);
      if (share !== null) add(model.id, variant.id, item, share, key);
      const said = isSaid(stage, item.id);
      replies.push({
        ...place,
        item: item.id,
        question: said ? item.question : null,
        answers: people.answers,
        people: frequentAnswers(item, people, said),
        model: model.id,
        variant: variant.id,
        reply: value === null ? `(${missing})` : answerSaid(item, value, said),
        share,
      });
    }
  const agreement = [...tallies.values()].map(({ model, variant, tally, people }) => {
    const mean = tally.mean(people.variance());
    return { ...place, model, variant, ...(model === null ? chanceOfAgreement(mean) : mean) };
  });
  // what belongs side by side stands together: people and models of a variant, models at an item
  const variantPlace = new Map(setup.variants.map(({ id }, index) => [id, index]));
  const itemPlace = new Map(items.map(({ id }, index) => [id, index]));
  const placeOf = (places: ReadonlyMap<string, number>, id: string) => places.get(id) ?? 0;
  return {
    agreement: agreement.toSorted(
      (a, b) => placeOf(variantPlace, a.variant) - placeOf(variantPlace, b.variant),
    ),
    replies: replies.toSorted((a, b) => placeOf(itemPlace, a.item) - placeOf(itemPlace, b.item)),
  };
}

interface Tallies {
  readonly model: string | null;
  readonly variant: string;
  readonly tally: PointTally;
  readonly people: AnswererTally;
}

/** An answer in words, or by the ids of its options where their texts stay out. */
function answerSaid(item: Item, value: JsonValue, said: boolean): string {
  if (said || !("options" in item.format)) return answerInWords(item, value);
  return answerInWords({ format: { kind: "text", long: false, slots: 1 } }, value);
}

function frequentAnswers(item: Item, { shares }: AnswerShares, said: boolean): string {
  const frequent = [...shares].slice(0, 3);
  return frequent
    .map(([key, share]) => `${answerSaid(item, valueOfKey(item, key), said)} (${(100 * share).toFixed(0)} %)`)
    .join(", ");
}

function valueOfKey({ format }: Item, key: string): JsonValue {
  const value: JsonValue = JSON.parse(key);
  return format.kind === "several" && Array.isArray(value)
    ? value.map((one): JsonValue => JSON.parse(String(one)))
    : value;
}
