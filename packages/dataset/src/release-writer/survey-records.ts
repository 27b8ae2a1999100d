import type { Answered, JsonValue, MissingReason } from "@refract/core";
import * as z from "zod";
import { emptyText } from "../prism-release/keys.ts";
import { preferNotToSay } from "../prism-release/levels.ts";
import { createSurveySchema, type SurveyRecord } from "../prism-release/survey-record.ts";
import { personFacts } from "./person-facts.ts";
import { isReleaseField, surveyLeaves, writerFields } from "./release-field.ts";
import type { ReleaseParticipant, ReleaseStudy } from "./release-source.ts";
import { releasedDatetime, releasedDuration, releasedOrEmpty, releasedText } from "./release-text.ts";
import type { AnswerRecord } from "./side-records.ts";

export interface SurveyRecords {
  readonly survey: SurveyRecord;
  readonly answers: readonly AnswerRecord[];
  /** Why each null of the record is null, by field. */
  readonly missing: ReadonlyMap<string, MissingReason>;
}

const schema = createSurveySchema("study");

/** Fields whose text is stored as EMPTY STRING when the person was asked and wrote nothing. */
const releasedTexts = new Set(["self_description", "system_string"]);

/** One person's row of `survey.jsonl` and what goes beside it. */
export function surveyRecords(
  study: ReleaseStudy,
  participant: ReleaseParticipant,
  facts: {
    readonly userId: string;
    readonly completedConversations: number;
    readonly inBalancedSubset: boolean;
  },
): SurveyRecords {
  const missing = new Map<string, MissingReason>();
  const answers: AnswerRecord[] = [];
  const row = (field: string, value: JsonValue, reason: MissingReason | null) => {
    answers.push({ user_id: facts.userId, conversation_id: null, field, value, missing: reason });
  };
  const asked = new Set(study.surveyFields.map((field) => field.name));
  // A study may use a name of PRISM's schema for something of another type: its answers are kept, beside.
  const ownLeaves = new Set(
    study.surveyFields.flatMap((field) =>
      surveyLeaves.has(field.name) && !isReleaseField(field) ? [field.name] : [],
    ),
  );
  const values = new Map<string, JsonValue>();
  for (const [leaf, leafSchema] of surveyLeaves) {
    const answer = answerTo(participant, leaf);
    if (ownLeaves.has(leaf)) {
      row(leaf, cleanValue(answer.value), answer.missing);
      missing.set(leaf, answer.missing ?? "unparsed");
      continue;
    }
    const value = releasedValue(leaf, answer);
    if (value !== null && !z.safeParse(leafSchema, value).success) {
      row(leaf, value, null);
      missing.set(leaf, "unparsed");
      continue;
    }
    values.set(leaf, value);
    if (value === null) missing.set(leaf, answer.missing ?? "skipped");
    const explains = value === null || (value === emptyText && answer.value !== emptyText);
    if (explains && asked.has(leaf)) row(leaf, null, answer.missing ?? "skipped");
  }
  for (const { definition, read } of personFacts(study)) row(definition.name, read(participant), null);
  const others = new Set(
    [...asked, ...Object.keys(participant.survey)].filter((name) => !surveyLeaves.has(name)),
  );
  for (const field of others) {
    const answer = answerTo(participant, field);
    row(field, cleanValue(answer.value), answer.missing);
  }
  const record = schema.parse(nested(values, ownValues(study, participant, facts, missing)));
  return { survey: record, answers, missing };
}

const notAsked: Answered = { value: null, missing: "not-asked" };

function answerTo(participant: ReleaseParticipant, field: string): Answered {
  return Object.hasOwn(participant.survey, field) ? (participant.survey[field] ?? notAsked) : notAsked;
}

function ownValues(
  study: ReleaseStudy,
  participant: ReleaseParticipant,
  facts: Parameters<typeof surveyRecords>[2],
  missing: Map<string, MissingReason>,
): Record<string, JsonValue> {
  const finished = participant.surveyFinishedAt;
  const duration = finished === null ? null : releasedDuration(participant.startedAt, finished);
  if (finished === null) {
    const reason = study.surveyFields.length === 0 ? "not-asked" : "skipped";
    for (const field of ["timing_duration_s", "timing_duration_mins", "generated_datetime"])
      missing.set(field, reason);
  }
  if (participant.recruitmentLocale === null) missing.set("study_locale", "not-applicable");
  return {
    user_id: facts.userId,
    survey_only: facts.completedConversations === 0,
    num_completed_conversations: facts.completedConversations,
    timing_duration_s: duration?.seconds ?? null,
    timing_duration_mins: duration?.minutes ?? null,
    generated_datetime: finished === null ? null : releasedDatetime(finished),
    study_id: participant.recruitmentStudy ?? study.id,
    study_locale: participant.recruitmentLocale,
    included_in_US_REP: participant.representativeSamples.includes("US"),
    included_in_UK_REP: participant.representativeSamples.includes("UK"),
    included_in_balanced_subset: facts.inBalancedSubset,
  };
}

function releasedValue(leaf: string, answer: Answered): JsonValue {
  if (answer.missing === "prefer-not-to-say" && statesRefusal(leaf)) return preferNotToSay;
  const value = answer.value;
  if (releasedTexts.has(leaf)) {
    if (typeof value === "string") return releasedOrEmpty(value);
    return answer.missing === "skipped" ? emptyText : cleanValue(value);
  }
  if (leaf.startsWith("lm_usecases.") && typeof value === "boolean") return value ? 1 : 0;
  return cleanValue(value);
}

/** Fields in which the release has "Prefer not to say" as a value of its own. */
function statesRefusal(leaf: string): boolean {
  return (
    /^(religion|ethnicity|location)\./.test(leaf) ||
    ["age", "gender", "employment_status", "education", "marital_status"].includes(leaf)
  );
}

function cleanValue(value: JsonValue): JsonValue {
  if (typeof value === "string") return releasedText(value);
  if (Array.isArray(value)) return value.map(cleanValue);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [releasedText(key), cleanValue(member)]),
    );
  }
  return value;
}

function nested(
  leaves: ReadonlyMap<string, JsonValue>,
  own: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(schema.shape).map(([key, field]) => {
      if (writerFields.has(key)) return [key, own[key] ?? null];
      if (!(field instanceof z.ZodObject)) return [key, leaves.get(key) ?? null];
      const members = Object.keys(field.shape).map((member) => [
        member,
        leaves.get(`${key}.${member}`) ?? null,
      ]);
      return [key, Object.fromEntries(members)];
    }),
  );
}
