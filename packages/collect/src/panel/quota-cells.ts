import { type AnswerCondition, conditionHolds, type Study } from "@refract/core";
import type { Profile } from "../stage/stage-context.ts";

/** A kind of people of whom a study takes so many, such as men in one locale. */
export interface QuotaCell {
  /** The same for everybody in it and for every version of the study that limits it. */
  readonly name: string;
  readonly people: number;
}

/** The cells somebody is in by what is known of them. What is not known yet puts nobody into any. */
export function quotaCells({ quotas }: Pick<Study, "quotas">, known: Profile): readonly QuotaCell[] {
  return quotas.flatMap(({ field, people, where }) => {
    const level = Object.hasOwn(known, field) ? (known[field]?.value ?? null) : null;
    if (level === null || !where.every((condition) => conditionHolds(condition, known))) return [];
    const limit = Object.hasOwn(people, String(level)) ? people[String(level)] : undefined;
    if (limit === undefined) return [];
    return [{ name: [`${field}=${level}`, ...where.map(conditionName)].join(", "), people: limit }];
  });
}

function conditionName(condition: AnswerCondition): string {
  return "oneOf" in condition
    ? `${condition.field}=${condition.oneOf.join("|")}`
    : `${condition.field}!=${condition.noneOf.join("|")}`;
}

/** What is known of somebody from the link they came by; without a locale of its own the study's. */
export function entryProfile(
  { dataset }: Pick<Study, "dataset">,
  link: { readonly study: string | null; readonly locale: string | null },
): Profile {
  const answered = (value: string | null) =>
    value === null ? { value, missing: "not-asked" as const } : { value, missing: null };
  return {
    study_id: answered(link.study),
    study_locale: answered(link.locale ?? dataset.studyLocale ?? null),
  };
}
