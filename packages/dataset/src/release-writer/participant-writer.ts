import type { MissingReason } from "@refract/core";
import { createRandom } from "@refract/stats";
import { balancedSubset } from "../balanced-subset/balanced-subset.ts";
import type { FileTally } from "../codebook/field-tally.ts";
import type { ReleaseDetectors } from "../detectors/detector.ts";
import { balancedSubsetSeed, type ReleaseCounts, type ReleaseMode } from "../manifest/manifest.ts";
import type { ModelRecord } from "../prism-release/model-record.ts";
import { type ConversationRecords, conversationRecords, isReleased } from "./conversation-records.ts";
import { itemResponseRecord } from "./item-responses.ts";
import { metadataRecords, placedTexts } from "./metadata-records.ts";
import { createModelRegister } from "./model-register.ts";
import type { ReleaseFiles } from "./release-files.ts";
import { createReleaseIds } from "./release-ids.ts";
import type { ReleaseConversation, ReleaseParticipant, ReleaseStudy } from "./release-source.ts";
import type { AnswerRecord, DetectionRecord } from "./side-records.ts";
import { surveyRecords } from "./survey-records.ts";
import { timingRecord } from "./timing-records.ts";

/** Why a row about a whole stage has no page. */
const wholeStage: ReadonlyMap<string, MissingReason> = new Map([["page", "not-applicable"]]);

export interface ReleaseTotals {
  readonly mode: ReleaseMode;
  readonly counts: ReleaseCounts;
  /** Texts without a finding, by kind of detector and reason. */
  readonly undetected: Readonly<Record<string, Readonly<Partial<Record<MissingReason, number>>>>>;
  /** Most responses of one turn. */
  readonly widestTurn: number;
}

/** Writes people, one at a time, into the files of a release. */
export interface ParticipantWriter {
  /** Answers the id the person got; null for somebody who is left out. */
  readonly write: (participant: ReleaseParticipant) => Promise<string | null>;
  readonly models: () => readonly ModelRecord[];
  readonly totals: () => ReleaseTotals;
}

const keyOfItem = ({ stage, item }: { readonly stage: string; readonly item: string }): string =>
  JSON.stringify([stage, item]);

export function createParticipantWriter(
  study: ReleaseStudy,
  files: ReleaseFiles,
  questions: FileTally,
  detectors: ReleaseDetectors,
): ParticipantWriter {
  const ids = createReleaseIds();
  const models = createModelRegister(study);
  const random = createRandom(balancedSubsetSeed);
  const questionNames = new Set(questions.definition.fields.map((field) => field.name));
  const design = study.conversations;
  const withheld = new Set((study.items ?? []).filter(({ texts }) => texts === "withheld").map(keyOfItem));
  const types = design?.types.map((type) => type.id) ?? [];
  const counts = newCounts();
  const undetected = { language: newReasons(), personal_data: newReasons(), moderation: newReasons() };

  const write = async (participant: ReleaseParticipant): Promise<string | null> => {
    const finished =
      design === null
        ? []
        : participant.conversations.filter((conversation) => isReleased(conversation, design));
    const { responses = [] } = participant;
    const hasAnswered = responses.some(({ answeredAt }) => answeredAt !== null);
    if (participant.surveyFinishedAt === null && finished.length === 0 && !hasAnswered) {
      counts.leftOutParticipants += 1;
      return null;
    }
    counts.unfinishedConversations += participant.conversations.length - finished.length;
    const userId = ids.user();
    const conversationTypes = finished.map((conversation) => conversation.type);
    const kept = balancedSubset(types, conversationTypes, random.stream(userId));
    const inBalancedSubset = kept.includes(true);
    const { survey, answers, missing } = surveyRecords(study, participant, {
      userId,
      completedConversations: finished.length,
      inBalancedSubset,
    });
    await files.survey.write(survey, missing);
    await writeAnswers(answers);
    for (const response of responses) {
      const reasons = new Map(response.missing === null ? [] : [["value", response.missing] as const]);
      await files.responses?.write(
        itemResponseRecord(response, userId, withheld.has(keyOfItem(response))),
        reasons,
      );
    }
    for (const timing of participant.timings ?? []) {
      const record = timingRecord(timing, userId);
      await files.timings.write(record, record.page === null ? wholeStage : undefined);
    }
    const released: ConversationRecords[] = [];
    for (const [index, conversation] of finished.entries()) {
      const balanced = kept[index] ?? false;
      released.push(await writeConversation(conversation, userId, balanced));
    }
    await writeMetadata(placedTexts(survey, released));
    counts.participants += 1;
    if (participant.simulated) counts.simulated += 1;
    if (finished.length > 0) counts.withConversations += 1;
    if (inBalancedSubset) counts.balancedParticipants += 1;
    return userId;
  };

  const writeConversation = async (
    source: ReleaseConversation,
    userId: string,
    inBalancedSubset: boolean,
  ): Promise<ConversationRecords> => {
    if (design === null) throw new Error("a study without conversation design has no conversations to write");
    for (const response of source.turns.flatMap((turn) => turn.responses)) models.note(response);
    const records = conversationRecords(source, { userId, inBalancedSubset, design, models }, ids);
    await files.conversations.write(records.conversation, records.missing);
    await writeAnswers(records.answers);
    if (records.verdict !== null) await files.verdicts?.write(records.verdict);
    let utterances = 0;
    for (const interaction of records.interactions) {
      for (const utterance of interaction.utterances) {
        await files.utterances.write(utterance);
        if (utterance.if_chosen) counts.chosen += 1;
      }
      for (const slot of interaction.slots) {
        await files.slots.write(slot);
        if (slot.utterance_id === null) counts.failedSlots += 1;
        if (slot.truncated) counts.truncatedSlots += 1;
        if (slot.reasoning !== null) counts.reasonedSlots += 1;
      }
      utterances += interaction.utterances.length;
      counts.widestTurn = Math.max(counts.widestTurn, interaction.utterances.length);
    }
    counts.conversations += 1;
    counts.interactions += records.interactions.length;
    counts.utterances += utterances;
    counts.unsettledTurns += records.unsettledTurns;
    if (inBalancedSubset) {
      counts.balancedConversations += 1;
      counts.balancedUtterances += utterances;
    }
    return records;
  };

  const writeAnswers = async (answers: readonly AnswerRecord[]): Promise<void> => {
    for (const answer of answers) {
      await files.answers.write(answer);
      if (!questionNames.has(answer.field)) continue;
      const reasons = new Map(answer.missing === null ? [] : [[answer.field, answer.missing]]);
      questions.add({ [answer.field]: answer.value }, reasons);
    }
  };

  const writeMetadata = async (texts: ReturnType<typeof placedTexts>): Promise<void> => {
    for (const { metadata, detection, isWorthKeeping } of await metadataRecords(texts, detectors)) {
      await files.metadata.write(metadata, reasonsOf(detection));
      if (isWorthKeeping) await files.detections.write(detection);
      countReason(undetected.language, detection.language_missing);
      countReason(undetected.personal_data, detection.pii_missing);
      countReason(undetected.moderation, detection.moderation_missing);
      counts.texts += 1;
    }
  };

  return {
    write,
    models: models.records,
    totals: () => ({
      mode: modeOf(counts.participants, counts.simulated),
      counts: publicCounts(counts),
      undetected: {
        language: Object.fromEntries(undetected.language),
        personal_data: Object.fromEntries(undetected.personal_data),
        moderation: Object.fromEntries(undetected.moderation),
      },
      widestTurn: counts.widestTurn,
    }),
  };
}

function newCounts() {
  return {
    participants: 0,
    withConversations: 0,
    simulated: 0,
    conversations: 0,
    interactions: 0,
    utterances: 0,
    chosen: 0,
    failedSlots: 0,
    truncatedSlots: 0,
    reasonedSlots: 0,
    texts: 0,
    balancedParticipants: 0,
    balancedConversations: 0,
    balancedUtterances: 0,
    leftOutParticipants: 0,
    unfinishedConversations: 0,
    unsettledTurns: 0,
    widestTurn: 0,
  };
}

function publicCounts(counts: ReturnType<typeof newCounts>): ReleaseCounts {
  return {
    participants: counts.participants,
    participants_with_conversations: counts.withConversations,
    survey_only: counts.participants - counts.withConversations,
    simulated_participants: counts.simulated,
    conversations: counts.conversations,
    interactions: counts.interactions,
    utterances: counts.utterances,
    chosen_utterances: counts.chosen,
    failed_slots: counts.failedSlots,
    truncated_slots: counts.truncatedSlots,
    reasoned_slots: counts.reasonedSlots,
    texts: counts.texts,
    balanced_subset: {
      participants: counts.balancedParticipants,
      conversations: counts.balancedConversations,
      utterances: counts.balancedUtterances,
    },
    left_out: {
      participants: counts.leftOutParticipants,
      unfinished_conversations: counts.unfinishedConversations,
      unsettled_turns: counts.unsettledTurns,
    },
  };
}

function modeOf(participants: number, simulated: number): ReleaseMode {
  if (participants === 0) return "empty";
  if (simulated === 0) return "people";
  return simulated === participants ? "simulated" : "mixed";
}

function newReasons(): Map<MissingReason, number> {
  return new Map();
}

function countReason(reasons: Map<MissingReason, number>, reason: MissingReason | null): void {
  if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

function reasonsOf(detection: DetectionRecord): ReadonlyMap<string, MissingReason> {
  const reasons = new Map<string, MissingReason>();
  const set = (field: string, reason: MissingReason | null) => {
    if (reason !== null) reasons.set(field, reason);
  };
  set("pii_flag", detection.pii_missing);
  set("language_flag", detection.language_missing);
  set("en_flag", detection.language_missing);
  set("moderation_flag", detection.moderation_missing);
  return reasons;
}
