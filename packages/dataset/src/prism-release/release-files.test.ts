import { expect, test } from "vitest";
import { createReleaseSchemas, keyOrder } from "./release-files.ts";
import { wideColumns } from "./wide-form.ts";

const record = {
  utterance_id: "ut9",
  interaction_id: "int4",
  conversation_id: "c2",
  user_id: "user7",
  turn: 0,
  within_turn_id: 1,
  included_in_balanced_subset: true,
  conversation_type: "values guided",
  user_prompt: "Is loyalty a virtue?",
  model_response: "Often, yes ...",
  model_name: "gpt-4",
  model_provider: "openai",
  score: 81,
  if_chosen: true,
};

test("the utterance of the specification is valid in both forms", () => {
  expect(createReleaseSchemas("published")["utterances.jsonl"].parse(record)).toEqual(record);
  expect(createReleaseSchemas("study")["utterances.jsonl"].parse(record)).toEqual(record);
});

test("a score of null and a level of the study's own are for study exports only", () => {
  const own = { ...record, score: null, conversation_type: "red team" };
  expect(createReleaseSchemas("study")["utterances.jsonl"].safeParse(own).success).toBe(true);
  const issues = createReleaseSchemas("published")["utterances.jsonl"].safeParse(own).error?.issues;
  expect(issues?.map((issue) => issue.path.join("."))).toEqual(["conversation_type", "score"]);
});

test("keys stand in the release's order", () => {
  expect(keyOrder("utterances.jsonl")).toEqual(Object.keys(record));
  expect(keyOrder("survey.jsonl")).toHaveLength(32);
  expect(keyOrder("survey.jsonl").slice(-4)).toEqual([
    "order_stated_prefs",
    "included_in_US_REP",
    "included_in_UK_REP",
    "included_in_balanced_subset",
  ]);
  expect(keyOrder("conversations.jsonl")).toHaveLength(13);
  expect(keyOrder("metadata.jsonl")).toHaveLength(10);
});

test("the wide form has every response column for a to d", () => {
  const columns = wideColumns();
  expect(columns).toHaveLength(7 + 4 * 7);
  expect(columns.slice(6, 9)).toEqual(["user_prompt", "utterance_id_a", "within_turn_id_a"]);
  expect(columns.at(-1)).toBe("if_chosen_d");
});
