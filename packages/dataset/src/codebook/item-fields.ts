import { missingReasons } from "@refract/core";
import { type FileDefinition, field } from "./field-definition.ts";

const none = "For models only; none for people.";

export const responsesFile: FileDefinition = {
  name: "responses.jsonl",
  description:
    "One row per item of an instrument given to a person, unanswered ones included; the columns of a run of `refract ask`, and what people have beside.",
  fields: [
    field("item", "id", "The item (items.jsonl)."),
    field("variant", "level", "Condition; one for all people.", { levels: ["people"] }),
    field("repeat", "integer", "Always 0: an item is put to a person once."),
    field("respondent", "id", "The participant (user_id)."),
    field("mode", "level", "How the answer was taken.", { levels: ["people"] }),
    field("reply", "text", "The answer in words, in the study's first language; empty when there is none."),
    field("value", "text", "The answer: an option id or a list of them, a truth value, a number, a text.", {
      nullMeans: "skipped",
    }),
    field("missing", "level", "Why there is no value: `not-asked` for items the person did not come to.", {
      levels: missingReasons,
    }),
    field("rule", "level", "How the answer was given.", {
      levels: [
        "people/answer",
        "people/opt-out",
        "people/skipped",
        "people/prefer-not-to-say",
        "people/open",
      ],
    }),
    field("failure", "level", none),
    field("finishReason", "level", none),
    field("finishDetail", "text", none),
    field("candidates", "list", none),
    field("verdict", "text", none),
    field("reasoning", "text", none),
    field("reasoningFrom", "level", none),
    field("optionOrder", "list", "Option ids in the order shown."),
    field("seed", "text", "What decided that order."),
    field("request", "text", none),
    field("inputTokens", "integer", none),
    field("outputTokens", "integer", none),
    field("reasoningTokens", "integer", none),
    field("costUsd", "number", none),
    field("stage", "level", "The stage of the study."),
    field("place", "integer", "Place among the person's items, from 0, in the order shown."),
    field("assignedAt", "datetime", "When the item was given to the person (UTC)."),
    field("shownAt", "datetime", "When its turn came first (UTC).", { nullMeans: "not-asked" }),
    field(
      "answeredAt",
      "datetime",
      "When it was answered or passed, the last time if the person came back to it (UTC).",
      { nullMeans: "not-asked" },
    ),
    field("pageMs", "integer", "Milliseconds in view, all visits together, as the browser measured.", {
      nullMeans: "not-asked",
    }),
    field("firstInputMs", "integer", "Milliseconds in view to the first touch of an answer.", {
      nullMeans: "not-asked",
    }),
  ],
};

export const itemsFile: FileDefinition = {
  name: "items.jsonl",
  description:
    "One row per item that a stage puts to people, with its wording in the study's first language.",
  fields: [
    field("item", "id", "The item."),
    field("stage", "level", "The stage of the study."),
    field("instrument", "level", "The instrument it is of; none for items of the study's own."),
    field("instrumentVersion", "integer", "Version of the instrument."),
    field(
      "licence",
      "text",
      "Licence of the item's texts; none for items of the study's own, which have the dataset's.",
    ),
    field(
      "texts",
      "level",
      "Whether the texts are here; `withheld` where their licence or authors do not allow it.",
      {
        levels: ["included", "withheld"],
      },
    ),
    field("group", "id", "Items of one group make one score."),
    field("cluster", "id", "Versions and translations of one question share it."),
    field(
      "conditions",
      "list",
      "Conditions of the instrument (variants) that the item showed; none for items of the study's own.",
    ),
    field("language", "level", "Language of the wording."),
    field("stimulus", "list", "What is shown before the question; images by their description."),
    field("question", "text", "The question."),
    field("questionDigest", "id", "A digest of the question, the same for the same wording."),
    field("format", "level", "How it is answered.", {
      levels: ["choice", "several", "true-false", "likert", "vas", "number", "text", "ranking"],
    }),
    field("options", "list", "Ids and texts of the options, in the order of the records."),
    field("optOuts", "list", "Ids and texts of answers that are no opinion."),
    field("attributes", "map", "What results are cut by."),
  ],
};
