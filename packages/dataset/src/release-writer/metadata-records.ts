import type {
  Detected,
  LanguageFinding,
  ModerationFinding,
  PersonalDataFinding,
  ReleaseDetectors,
} from "../detectors/detector.ts";
import { perCategory } from "../detectors/moderation-detector.ts";
import { emptyText, type TextColumn } from "../prism-release/keys.ts";
import type { MetadataRecord, ModerationRecord } from "../prism-release/metadata-record.ts";
import type { SurveyRecord } from "../prism-release/survey-record.ts";
import type { ConversationRecords } from "./conversation-records.ts";
import type { DetectionRecord } from "./side-records.ts";

/** One released text and where it stands. */
export interface PlacedText {
  readonly column: TextColumn;
  readonly text: string;
  readonly userId: string;
  readonly conversationId: string | null;
  readonly interactionId: string | null;
  readonly utteranceId: string | null;
}

/** Every text of one person's rows that has a row in `metadata.jsonl`. */
export function placedTexts(
  survey: SurveyRecord,
  conversations: readonly ConversationRecords[],
): readonly PlacedText[] {
  const texts: PlacedText[] = [];
  const add = (
    column: TextColumn,
    text: string | null,
    conversationId: string | null = null,
    interactionId: string | null = null,
    utteranceId: string | null = null,
  ) => {
    if (text !== null) {
      texts.push({ column, text, userId: survey.user_id, conversationId, interactionId, utteranceId });
    }
  };
  add("self_description", survey.self_description);
  add("system_string", survey.system_string);
  for (const { conversation, interactions } of conversations) {
    const id = conversation.conversation_id;
    for (const { interactionId, prompt, utterances } of interactions) {
      add("user_prompt", prompt, id, interactionId);
      for (const utterance of utterances) {
        add("model_response", utterance.model_response, id, interactionId, utterance.utterance_id);
      }
    }
    add("open_feedback", conversation.open_feedback, id);
  }
  return texts;
}

export interface MetadataRecords {
  readonly metadata: MetadataRecord;
  readonly detection: DetectionRecord;
  /** Whether the detection says more than the flags do. */
  readonly isWorthKeeping: boolean;
}

/** What the detectors say of each text, in order. */
export async function metadataRecords(
  texts: readonly PlacedText[],
  detectors: ReleaseDetectors,
): Promise<readonly MetadataRecords[]> {
  // The word EMPTY STRING is the release's, not the person's: no detector sees it.
  const shown = texts.filter((placed) => placed.text !== emptyText).map((placed) => placed.text);
  const [languages, personalData, moderations] = await Promise.all([
    detectors.language?.detect(shown) ?? null,
    detectors.personalData?.detect(shown) ?? null,
    detectors.moderation?.detect(shown) ?? null,
  ]);
  let next = 0;
  return texts.map((placed) => {
    const isEmpty = placed.text === emptyText;
    const index = isEmpty ? -1 : next;
    if (!isEmpty) next += 1;
    return metadataRecord(
      placed,
      isEmpty ? nothingToSee : (languages?.[index] ?? notConfigured),
      isEmpty ? nothingToSee : (personalData?.[index] ?? notConfigured),
      isEmpty ? nothingToSee : (moderations?.[index] ?? notConfigured),
      detectors.checkedByHand ?? null,
    );
  });
}

const nothingToSee = { finding: null, missing: "not-applicable" } as const;
const notConfigured = { finding: null, missing: "not-asked" } as const;

function metadataRecord(
  placed: PlacedText,
  language: Detected<LanguageFinding>,
  personalData: Detected<PersonalDataFinding>,
  moderation: Detected<ModerationFinding>,
  checkedByHand: ReleaseDetectors["checkedByHand"] | null,
): MetadataRecords {
  const place = {
    column_id: placed.column,
    user_id: placed.userId,
    conversation_id: placed.conversationId,
    interaction_id: placed.interactionId,
    utterance_id: placed.utteranceId,
  };
  const code = language.finding?.language ?? null;
  const kinds = personalData.finding?.kinds ?? [];
  const metadata: MetadataRecord = {
    ...place,
    pii_flag:
      personalData.finding === null
        ? personalData.missing === "not-applicable"
          ? false
          : null
        : kinds.length > 0,
    pii_manual_flag:
      kinds.length > 0 && placed.column !== "model_response"
        ? (checkedByHand?.(placed.column, placed.text) ?? null)
        : null,
    language_flag: code,
    en_flag: code === null ? null : code === "en",
    moderation_flag: moderation.finding === null ? null : moderationRecord(moderation.finding),
  };
  const detection: DetectionRecord = {
    ...place,
    pii_kinds: kinds,
    pii_missing: personalData.missing,
    language_missing: language.missing,
    moderation_missing: moderation.missing,
  };
  const isWorthKeeping =
    kinds.length > 0 ||
    [detection.pii_missing, detection.language_missing, detection.moderation_missing].some(
      (reason) => reason !== null && reason !== "not-asked",
    );
  return { metadata, detection, isWorthKeeping };
}

function moderationRecord(finding: ModerationFinding): ModerationRecord {
  return {
    flagged: finding.flagged,
    categories: perCategory((category) => finding.categories[category]),
    category_scores: perCategory((category) => Math.round(finding.scores[category] * 100) / 100),
  };
}
