import { finishReasons, missingReasons } from "@refract/core";
import { textColumns } from "../prism-release/keys.ts";
import type { ReleaseStudy } from "../release-writer/release-source.ts";
import { type FileDefinition, field } from "./field-definition.ts";

const missing = field("missing", "level", "Why there is no value.", { levels: missingReasons });

export const slotsFile: FileDefinition = {
  name: "slots.jsonl",
  description:
    "One row per response slot, failed ones included: how it came about, how it was shown and rated.",
  fields: [
    field("utterance_id", "id", "The response; none when no answer came."),
    field("interaction_id", "id", "The turn."),
    field("conversation_id", "id", "The conversation."),
    field("user_id", "id", "The participant."),
    field("slot_id", "id", "The slot; bound to its model before the model was asked."),
    field("model_name", "level", "The model the slot ended with."),
    field("drawn_order", "integer", "Place in the draw, from 0."),
    field("shown_order", "integer", "Place on the page, from 0."),
    field(
      "settled_by",
      "level",
      "How the turn's winner was settled: highest score, asked on a tie, drawn on a tie, verdict.",
      { levels: ["score", "asked", "random", "verdict"], nullMeans: "not-asked" },
    ),
    field(
      "tie_seed",
      "id",
      "Start of the random generator that settled a tie: its four 32-bit words, 32 hexadecimal digits.",
      { nullMeans: "not-applicable" },
    ),
    field(
      "draw_seed",
      "id",
      "Start of the random generator that shuffled the pool for this opening; none in later turns, whose model is the winner's.",
      { nullMeans: "not-applicable" },
    ),
    field("sample_seed", "integer", "The seed sent with the request; none where the study sends none.", {
      nullMeans: "not-applicable",
    }),
    field("touched", "flag", "Whether the participant moved the slider."),
    field("first_touch_ms", "integer", "Milliseconds from showing the responses to the first movement.", {
      nullMeans: "skipped",
    }),
    field("path_length", "number", "Sum of the slider's movements, in points.", { nullMeans: "skipped" }),
    field(
      "asked_at",
      "datetime",
      "When the model's turn was drawn (UTC); what the call waited after it is `waited_ms`.",
    ),
    field("completed_at", "datetime", "When its answer was complete (UTC).", { nullMeans: "model-error" }),
    field(
      "first_text_ms",
      "integer",
      "Milliseconds from sending the call to the first text: the model's own time, no waiting.",
      { nullMeans: "model-error" },
    ),
    field("total_ms", "integer", "Milliseconds from sending the call to the whole answer, no waiting.", {
      nullMeans: "model-error",
    }),
    field(
      "waited_ms",
      "integer",
      "Milliseconds that the slot's calls waited for a place at the limiter of the model's account, before they were sent; no part of `total_ms`, and not the model's latency.",
    ),
    field("attempts", "integer", "Calls made for the slot; 0 where not recorded."),
    field("failures", "list", "How each failed call failed."),
    field("replaced_models", "list", "Models that were replaced from the pool because they failed."),
    field("input_tokens", "integer", "Tokens sent, as the provider counts."),
    field("output_tokens", "integer", "Tokens received, as the provider counts, reasoning included."),
    field("reasoning_tokens", "integer", "Of those, spent on reasoning, where the provider says."),
    field(
      "finish_reason",
      "level",
      "Why the last answer ended: `length` is the limit on tokens, `refusal` the field in which a model declines, `unstated` where the server did not say.",
      { levels: finishReasons, nullMeans: "model-error" },
    ),
    field("truncated", "flag", "Whether the limit on tokens cut the shown answer off."),
    field(
      "reasoning",
      "text",
      "What the model thought before its answer, as far as it came, and marks of its chat template that were taken out of the answer; never shown to anybody, and not looked at by the detectors.",
      { nullMeans: "not-applicable" },
    ),
    field("reasoning_from", "level", "Whether it was cut out of the text, or sent apart by the server.", {
      levels: ["text", "server"],
      nullMeans: "not-applicable",
    }),
    field("failed_texts", "list", "What each failed call had said, in the order of `failures`."),
    field("not_sent", "list", "Settings that were not sent, because the provider has no word for them."),
    missing,
  ],
};

export const answersFile: FileDefinition = {
  name: "answers.jsonl",
  description:
    "Answers without a field in the other files, and for every empty field that the study asked about the reason. One row per answer.",
  fields: [
    field("user_id", "id", "The participant."),
    field("conversation_id", "id", "The conversation; none for answers of the survey."),
    field("field", "level", "Name of the question, or of the field of survey.jsonl or conversations.jsonl."),
    field("value", "text", "The answer: a text, number, truth value, list or object."),
    missing,
  ],
};

export function verdictsFile(study: ReleaseStudy): FileDefinition {
  const judge = study.conversations?.judge;
  return {
    name: "verdicts.jsonl",
    description: "One row per finished conversation: the verdict on its models.",
    fields: [
      field("conversation_id", "id", "The conversation."),
      field("user_id", "id", "The participant."),
      field("interaction_id", "id", "The turn after which the verdict was given."),
      field("verdict", "level", "What the participant said.", {
        levels: judge?.kind === "verdict" ? judge.options.map((option) => option.id) : [],
        nullMeans: "skipped",
      }),
      field("winner", "level", "The model the verdict prefers; none after a tie."),
      field("turns", "integer", "Turns of the conversation."),
      field("models", "list", "Every model of the last turn, in the order shown."),
      field("model_a", "level", "The model shown first."),
      field("model_b", "level", "The model shown second."),
      field("utterance_a", "id", "Its last response."),
      field("utterance_b", "id", "Its last response."),
      missing,
    ],
  };
}

export const timingsFile: FileDefinition = {
  name: "timings.jsonl",
  description:
    "One row per stage and per survey page that a participant left, with the time they were there.",
  fields: [
    field("user_id", "id", "The participant."),
    field("stage", "level", "The stage of the study."),
    field("page", "level", "The page of a survey; none for the stage as a whole.", {
      nullMeans: "not-applicable",
    }),
    field("entered_at", "datetime", "When they first came to it (UTC)."),
    field("left_at", "datetime", "When they last left it (UTC)."),
    field(
      "spent_s",
      "number",
      "Seconds there, all visits together, as the server heard of them; breaks are part of it.",
    ),
  ],
};

export const detectionsFile: FileDefinition = {
  name: "detections.jsonl",
  description: "One row per text about which the detectors say more than its row of metadata.jsonl holds.",
  fields: [
    field("column_id", "level", "Which field the text stands in.", { levels: textColumns }),
    field("user_id", "id", "The participant."),
    field("conversation_id", "id", "The conversation."),
    field("interaction_id", "id", "The turn."),
    field("utterance_id", "id", "The response."),
    field(
      "pii_kinds",
      "list",
      "Kinds of personal data found: email, url, phone, credit-card, iban, ip-address.",
    ),
    field("pii_missing", "level", "Why there is no finding.", { levels: missingReasons }),
    field(
      "language_missing",
      "level",
      "Why there is no language: `unparsed` for texts too short to tell, `not-applicable` for empty ones.",
      { levels: missingReasons },
    ),
    field(
      "moderation_missing",
      "level",
      "Why there is no moderation: `not-asked` when no service was configured, `model-error` when it failed.",
      { levels: missingReasons },
    ),
  ],
};
