import type { ConversationRecord } from "../prism-release/conversation-record.ts";
import { emptyText, moderationCategories, type TextColumn, textColumns } from "../prism-release/keys.ts";
import type { MetadataRecord } from "../prism-release/metadata-record.ts";
import type { UtteranceRecord } from "../prism-release/utterance-record.ts";
import type { SurveyFacts } from "./describe-survey.ts";
import { createNameTally, createNumberTally, type NumberSummary, topNames } from "./tally.ts";

/** Flags of the texts of one column. */
export interface FlagCounts {
  readonly is_english: number;
  readonly contains_pii: number;
  /** Texts with personal data confirmed by hand; null where nobody looked. */
  readonly manual_pii: number | null;
  readonly moderation_flagged: number;
  readonly total: number;
}

type Spread = Pick<NumberSummary, "mean" | "std_population" | "min" | "max">;

/** The numbers of a dataset as its paper prints them. Standard deviations here have the divisor n. */
export interface TotalsDescription {
  readonly participants: number;
  readonly participants_with_conversations: number;
  readonly survey_only: number;
  readonly birth_countries: number;
  readonly reside_countries: number;
  readonly conversations: number;
  readonly conversations_by_type: Readonly<Record<string, number>>;
  readonly interactions: number;
  readonly utterances: number;
  readonly opening_turn_utterances: number;
  readonly if_chosen_true: number;
  readonly empty_string_responses: number;
  readonly balanced_subset: {
    readonly participants: number;
    readonly conversations: number;
    readonly utterances: number;
  };
  readonly included_in_US_REP: number;
  readonly included_in_UK_REP: number;
  readonly conversations_per_participant: Spread;
  readonly models_rated_per_participant: Spread;
  readonly conversation_turns: Spread;
  readonly opening_responses_per_model: Spread;
  readonly unique_raters_per_model: Spread;
  readonly longest_conversation_per_participant_turns: Readonly<Record<string, number>>;
  readonly metadata_flags: Readonly<Record<"Overall" | TextColumn, FlagCounts>>;
  readonly moderation_categories: Readonly<
    Record<string, { readonly human: number; readonly model: number }>
  >;
  readonly languages: Readonly<Record<"human" | "model", Readonly<Record<string, number>>>>;
  readonly utterances_by_model: Readonly<Record<string, number>>;
  readonly utterances_by_provider: Readonly<Record<string, number>>;
}

export function createTotalsDescription() {
  const conversationsOf = new Map<string, number>();
  const longestOf = new Map<string, number>();
  const raters = new Map<string, Set<string>>();
  const modelsOf = new Map<string, Set<string>>();
  const turns = createNumberTally();
  const types = createNameTally();
  const byModel = createNameTally();
  const byProvider = createNameTally();
  const openings = createNameTally();
  const languages = { human: createNameTally(), model: createNameTally() };
  const categories = { human: createNameTally(), model: createNameTally() };
  const flags = new Map<TextColumn, MutableFlags>(textColumns.map((column) => [column, emptyFlags()]));
  let conversations = 0;
  let balancedConversations = 0;
  let balancedUtterances = 0;
  let interactions = 0;
  let utterances = 0;
  let opening = 0;
  let chosen = 0;
  let empty = 0;

  return Object.freeze({
    addConversation(record: ConversationRecord) {
      conversations += 1;
      interactions += record.conversation_turns;
      turns.add(record.conversation_turns);
      types.add(record.conversation_type ?? "null");
      if (record.included_in_balanced_subset === true) balancedConversations += 1;
      conversationsOf.set(record.user_id, (conversationsOf.get(record.user_id) ?? 0) + 1);
      longestOf.set(record.user_id, Math.max(longestOf.get(record.user_id) ?? 0, record.conversation_turns));
    },
    addUtterance(record: UtteranceRecord) {
      utterances += 1;
      if (record.included_in_balanced_subset === true) balancedUtterances += 1;
      if (record.if_chosen) chosen += 1;
      if (record.model_response === emptyText) empty += 1;
      byModel.add(record.model_name);
      byProvider.add(record.model_provider ?? "null");
      addTo(raters, record.model_name, record.user_id);
      addTo(modelsOf, record.user_id, record.model_name);
      if (record.turn !== 0) return;
      opening += 1;
      openings.add(record.model_name);
    },
    addMetadata(record: MetadataRecord) {
      const counts = flags.get(record.column_id);
      if (counts === undefined) return;
      counts.total += 1;
      if (record.en_flag === true) counts.is_english += 1;
      if (record.pii_flag === true) counts.contains_pii += 1;
      if (record.pii_manual_flag !== null)
        counts.manual_pii = (counts.manual_pii ?? 0) + Number(record.pii_manual_flag);
      if (record.moderation_flag?.flagged === true) counts.moderation_flagged += 1;
      const who = record.column_id === "model_response" ? "model" : "human";
      languages[who].add(record.language_flag ?? "null");
      for (const category of moderationCategories) {
        if (record.moderation_flag?.categories[category] === true) categories[who].add(category);
      }
    },
    description(survey: SurveyFacts | null): TotalsDescription {
      const texts = (who: "human" | "model") =>
        textColumns
          .filter((column) => (column === "model_response") === (who === "model"))
          .reduce((sum, column) => sum + (flags.get(column)?.total ?? 0), 0);
      return {
        participants: survey?.participants ?? conversationsOf.size,
        participants_with_conversations: conversationsOf.size,
        survey_only: survey?.surveyOnly ?? 0,
        birth_countries: survey?.birthCountries ?? 0,
        reside_countries: survey?.resideCountries ?? 0,
        conversations,
        conversations_by_type: types.counts(),
        interactions,
        utterances,
        opening_turn_utterances: opening,
        if_chosen_true: chosen,
        empty_string_responses: empty,
        balanced_subset: {
          participants: survey?.balanced ?? 0,
          conversations: balancedConversations,
          utterances: balancedUtterances,
        },
        included_in_US_REP: survey?.usRepresentative ?? 0,
        included_in_UK_REP: survey?.ukRepresentative ?? 0,
        conversations_per_participant: spread(conversationsOf.values()),
        models_rated_per_participant: spread(sizes(modelsOf)),
        conversation_turns: pick(turns.summary()),
        opening_responses_per_model: spread(Object.values(openings.counts())),
        unique_raters_per_model: spread(sizes(raters)),
        longest_conversation_per_participant_turns: countsOf(longestOf.values()),
        metadata_flags: metadataFlags(flags),
        moderation_categories: {
          ...Object.fromEntries(
            moderationCategories.map((category) => [
              category,
              { human: categories.human.get(category), model: categories.model.get(category) },
            ]),
          ),
          Total: { human: texts("human"), model: texts("model") },
        },
        languages: { human: topNames(languages.human, 10), model: topNames(languages.model, 10) },
        utterances_by_model: byModel.counts(),
        utterances_by_provider: byProvider.counts(),
      };
    },
  });
}

interface MutableFlags {
  is_english: number;
  contains_pii: number;
  manual_pii: number | null;
  moderation_flagged: number;
  total: number;
}

function emptyFlags(): MutableFlags {
  return { is_english: 0, contains_pii: 0, manual_pii: null, moderation_flagged: 0, total: 0 };
}

function metadataFlags(
  flags: ReadonlyMap<TextColumn, MutableFlags>,
): Readonly<Record<"Overall" | TextColumn, FlagCounts>> {
  const overall = emptyFlags();
  for (const counts of flags.values()) {
    overall.is_english += counts.is_english;
    overall.contains_pii += counts.contains_pii;
    overall.moderation_flagged += counts.moderation_flagged;
    overall.total += counts.total;
    if (counts.manual_pii !== null) overall.manual_pii = (overall.manual_pii ?? 0) + counts.manual_pii;
  }
  const of = (column: TextColumn): FlagCounts => ({ ...(flags.get(column) ?? emptyFlags()) });
  return {
    Overall: overall,
    user_prompt: of("user_prompt"),
    model_response: of("model_response"),
    self_description: of("self_description"),
    system_string: of("system_string"),
    open_feedback: of("open_feedback"),
  };
}

function addTo(sets: Map<string, Set<string>>, key: string, member: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([member]));
  else known.add(member);
}

function sizes(sets: ReadonlyMap<string, ReadonlySet<string>>): number[] {
  return [...sets.values()].map((set) => set.size);
}

function tallyOf(values: Iterable<number>) {
  const tally = createNumberTally();
  for (const value of values) tally.add(value);
  return tally;
}

function spread(values: Iterable<number>): Spread {
  return pick(tallyOf(values).summary());
}

function pick({ mean, std_population, min, max }: NumberSummary): Spread {
  return { mean, std_population, min, max };
}

function countsOf(values: Iterable<number>): Readonly<Record<string, number>> {
  return tallyOf(values).counts();
}
