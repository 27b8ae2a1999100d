import { conversationAttributeKeys, moderationCategories, textColumns } from "../prism-release/keys.ts";
import { modelAccessLevels, modelTypeLevels } from "../prism-release/levels.ts";
import { conversationSlider } from "../prism-release/release-form.ts";
import { modelName, modelProvider } from "../release-writer/model-records.ts";
import type { ReleaseAttributeBlock, ReleaseStudy } from "../release-writer/release-source.ts";
import { type FieldDefinition, type FileDefinition, field, wording } from "./field-definition.ts";

/** What PRISM asked, for a study that does not ask it. */
const noBlock: ReleaseAttributeBlock = {
  stem: "",
  ...conversationSlider,
  minimumLabel: "low",
  maximumLabel: "high",
  statements: [],
};

export function conversationsFile(study: ReleaseStudy): FileDefinition {
  const design = study.conversations;
  const scale = scaleOf(study);
  const attributes = (name: string, block: ReleaseAttributeBlock | null, what: string): FieldDefinition[] => {
    const { stem, minimum, maximum, minimumLabel, maximumLabel, statements } = block ?? noBlock;
    return conversationAttributeKeys.map((key) => {
      const statement = statements.find((each) => each.id === key);
      return field(
        `${name}.${key}`,
        "integer",
        `${what}: ${key}. ${minimum} (${minimumLabel}) to ${maximum} (${maximumLabel}).`,
        {
          question: statement === undefined ? null : wording(stem, statement.text),
          minimum,
          maximum,
          nullMeans: "not-asked",
        },
      );
    });
  };
  return {
    name: "conversations.jsonl",
    description: "One row per finished conversation, with everything that was said.",
    fields: [
      field("conversation_id", "id", "The conversation; the same in every file."),
      field("user_id", "id", "The participant."),
      field(
        "included_in_balanced_subset",
        "flag",
        "Drawn for the balanced subset, which has equally many conversations of every type from each participant.",
      ),
      field(
        "generated_datetime",
        "datetime",
        "When the chat was finished, before the questions about it (UTC).",
      ),
      field("timing_duration_s", "number", "Seconds from opening the page to finishing the chat."),
      field("timing_duration_mins", "number", "The same in minutes."),
      typeField(study),
      field("opening_prompt", "text", "The first message of the participant."),
      field("conversation_turns", "integer", "Turns (a message and its responses)."),
      field("conversation_history[].turn", "integer", "Number of the turn, from 0."),
      field("conversation_history[].role", "level", "Who speaks.", { levels: ["user", "model"] }),
      field("conversation_history[].content", "text", "What was said."),
      field("conversation_history[].model_provider", "level", "Provider of the model."),
      field("conversation_history[].model_name", "level", "The model (`long_name` of models.jsonl).", {
        levels: study.models.map(modelName),
      }),
      field("conversation_history[].score", "integer", scale.description, scale.extras),
      field(
        "conversation_history[].if_chosen",
        "flag",
        "Whether the conversation went on from this response; set by its id, never by comparing texts.",
      ),
      field(
        "conversation_history[].within_turn_id",
        "integer",
        "Place of the response in its turn, from 0, in the order shown.",
      ),
      ...attributes(
        "performance_attributes",
        design?.performanceAttributes ?? null,
        "How the top response to the opening message did",
      ),
      ...attributes(
        "choice_attributes",
        design?.choiceAttributes ?? null,
        "How much it mattered for choosing that response",
      ),
      field("open_feedback", "text", "The participant on the whole conversation, in their own words.", {
        question: design?.openFeedback ?? null,
        nullMeans: "not-asked",
      }),
    ],
  };
}

export function utterancesFile(study: ReleaseStudy): FileDefinition {
  const scale = scaleOf(study);
  return {
    name: "utterances.jsonl",
    description: "One row per response of a model, with the message it answers and its score.",
    fields: [
      field("utterance_id", "id", "The response."),
      field("interaction_id", "id", "The turn: a message and all responses to it."),
      field("conversation_id", "id", "The conversation."),
      field("user_id", "id", "The participant."),
      field("turn", "integer", "Number of the turn in its conversation, from 0."),
      field("within_turn_id", "integer", "Place of the response in its turn, from 0, in the order shown."),
      field(
        "included_in_balanced_subset",
        "flag",
        "Whether its conversation was drawn for the balanced subset.",
      ),
      typeField(study),
      field("user_prompt", "text", "The participant's message."),
      field("model_response", "text", "The model's response; EMPTY STRING when it had no text."),
      field("model_name", "level", "The model (`long_name` of models.jsonl).", {
        levels: study.models.map(modelName),
      }),
      field("model_provider", "level", "Provider of the model.", {
        levels: [...new Set(study.models.map(modelProvider))],
      }),
      field("score", "integer", scale.description, scale.extras),
      field(
        "if_chosen",
        "flag",
        "Whether the conversation went on from this response; set by its id, never by comparing texts.",
      ),
    ],
  };
}

export const metadataFile: FileDefinition = {
  name: "metadata.jsonl",
  description:
    "One row per message, response, feedback, self-description and system string: what automatic detectors say of it.",
  fields: [
    field("column_id", "level", "Which field of which file the text stands in.", { levels: textColumns }),
    field("user_id", "id", "The participant."),
    field("conversation_id", "id", "The conversation; none for texts of the survey."),
    field("interaction_id", "id", "The turn; only for messages and responses."),
    field("utterance_id", "id", "The response; only for responses."),
    field(
      "pii_flag",
      "flag",
      "Something with the form of personal data was found (kinds: detections.jsonl). Names and places are not looked for.",
      { nullMeans: "not-asked" },
    ),
    field(
      "pii_manual_flag",
      "flag",
      "What a person said who checked a flagged text of people: false where it holds no personal data. Empty: nobody checked.",
      { nullMeans: "not-asked" },
    ),
    field(
      "language_flag",
      "level",
      "Likeliest language, two letters (ISO 639-1). Short texts have none: `unparsed`.",
      { nullMeans: "unparsed" },
    ),
    field("en_flag", "flag", "Whether that language is English.", { nullMeans: "unparsed" }),
    field("moderation_flag.flagged", "flag", "The moderation service objects to the text.", {
      nullMeans: "not-asked",
    }),
    ...moderationCategories.map((category) =>
      field(`moderation_flag.categories.${category}`, "flag", `Objection for ${category}.`, {
        nullMeans: "not-asked",
      }),
    ),
    ...moderationCategories.map((category) =>
      field(
        `moderation_flag.category_scores.${category}`,
        "number",
        `Score for ${category}, 0 to 1, two decimals.`,
        { minimum: 0, maximum: 1, nullMeans: "not-asked" },
      ),
    ),
  ],
};

export const modelsFile: FileDefinition = {
  name: "models.jsonl",
  description: "One row per model of the pool.",
  fields: [
    field("long_name", "id", "Name of the model in every file."),
    field("short_name", "id", "Name for tables and charts."),
    field("longcode", "id", "Code for charts.", { nullMeans: "not-asked" }),
    field("model_family", "level", "Who made the model."),
    field("model_provider", "level", "Who served it."),
    field(
      "model_provider_type",
      "level",
      "How it is had; `Commerical` is PRISM's spelling, kept so that programs for its release work.",
      { levels: modelAccessLevels, nullMeans: "not-asked" },
    ),
    field("model_type", "level", "What it was tuned for.", {
      levels: modelTypeLevels,
      nullMeans: "not-asked",
    }),
    field("default_params", "map", "Settings the provider uses when not told, as texts."),
    field("selected_params", "map", "Settings asked for in this study, as texts."),
    field("header", "text", "Instruction text put before every conversation."),
    field("link", "text", "Documentation of the model.", { nullMeans: "not-asked" }),
    field("in_yaml", "level", "Whether the study file names the model."),
    field("params_tested", "level", "Whether it answered with these settings."),
    field("endpoint_live", "level", "Whether it answered at all."),
    field("status", "level", "How it did in this study."),
  ],
};

function typeField(study: ReleaseStudy): FieldDefinition {
  return field("conversation_type", "level", "What kind of conversation the participant chose to have.", {
    levels: study.conversations?.types.map((type) => type.id) ?? [],
  });
}

function scaleOf(study: ReleaseStudy): {
  readonly description: string;
  readonly extras: Partial<Pick<FieldDefinition, "minimum" | "maximum" | "nullMeans">>;
} {
  const judge = study.conversations?.judge;
  if (judge === undefined || judge.kind === "verdict") {
    return {
      description: "No scores in this study: people gave verdicts (verdicts.jsonl).",
      extras: { nullMeans: "not-asked" },
    };
  }
  const start =
    judge.startAt === null
      ? "The slider starts without a value."
      : `The slider starts at ${judge.startAt}: see \`touched\` in slots.jsonl.`;
  return {
    description: `The participant's score, ${judge.minimum} (${judge.minimumLabel}) to ${judge.maximum} (${judge.maximumLabel}). ${start}`,
    extras: { minimum: judge.minimum, maximum: judge.maximum, nullMeans: "skipped" },
  };
}
