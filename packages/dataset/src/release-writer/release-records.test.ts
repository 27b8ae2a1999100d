import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Codebook } from "../codebook/codebook.ts";
import { createLanguageDetector } from "../detectors/language-detector.ts";
import { createModerationDetector } from "../detectors/moderation-detector.ts";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import {
  absent,
  answered,
  conversation,
  each,
  participant,
  people,
  response,
  study,
  turn,
} from "./fixtures/three-people.ts";
import type { ReleaseStudy } from "./release-source.ts";
import { type WriteReleaseOptions, writeRelease } from "./write-release.ts";

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
  out = join(folder, "dataset");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const detectors = {
  language: createLanguageDetector(),
  personalData: createPersonalDataDetector(),
  moderation: null,
};
const none = { language: null, personalData: null, moderation: null };

const write = (changes: Partial<WriteReleaseOptions> = {}) =>
  writeRelease({ study, participants: each(people), out, detectors, ...changes });
const text = (name: string) => readFile(join(out, name), "utf8");
const records = async (name: string): Promise<Record<string, unknown>[]> =>
  (await text(name))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

test("three people become these lines of survey, conversations and utterances", async () => {
  await write();
  const survey = (await text("survey.jsonl")).split("\n");
  expect(survey).toHaveLength(3);
  expect(survey[0]).toBe(
    '{"user_id":"user0","survey_only":false,"num_completed_conversations":2,"timing_duration_s":300.25,"timing_duration_mins":5,"generated_datetime":"2026-11-23 09:05:00","consent":null,"consent_age":null,"lm_familiarity":null,"lm_indirect_use":null,"lm_direct_use":null,"lm_frequency_use":null,"self_description":"Honesty, and my garden in all seasons of the year.","system_string":null,"age":"25-34 years old","gender":null,"employment_status":null,"education":null,"marital_status":null,"english_proficiency":null,"study_id":"uk-1","study_locale":"uk","religion":{"self_described":null,"categorised":null,"simplified":null},"ethnicity":{"self_described":null,"categorised":null,"simplified":null},"location":{"birth_country":null,"birth_countryISO":null,"birth_region":null,"birth_subregion":null,"reside_country":null,"reside_region":null,"reside_subregion":null,"reside_countryISO":null,"same_birth_reside_country":null,"special_region":null},"lm_usecases":{"homework_assistance":null,"research":null,"source_suggestions":null,"professional_work":null,"creative_writing":null,"casual_conversation":null,"personal_recommendations":null,"daily_productivity":null,"technical_or_programming_help":null,"travel_guidance":null,"lifestyle_and_hobbies":null,"well-being_guidance":null,"medical_guidance":null,"financial_guidance":null,"games":1,"historical_or_news_insight":null,"relationship_advice":null,"language_learning":null,"other":null,"other_text":null},"stated_prefs":{"values":70,"creativity":null,"fluency":null,"factuality":null,"diversity":null,"safety":null,"personalisation":null,"helpfulness":null,"other":null,"other_text":null},"order_lm_usecases":{"homework_assistance":null,"research":null,"source_suggestions":null,"professional_work":null,"creative_writing":null,"casual_conversation":null,"personal_recommendations":null,"daily_productivity":null,"technical_or_programming_help":null,"travel_guidance":null,"lifestyle_and_hobbies":null,"well-being_guidance":null,"medical_guidance":null,"financial_guidance":null,"games":null,"historical_or_news_insight":null,"relationship_advice":null,"language_learning":null,"other":null},"order_stated_prefs":{"values":null,"creativity":null,"fluency":null,"factuality":null,"diversity":null,"safety":null,"personalisation":null,"helpfulness":null,"other":null},"included_in_US_REP":false,"included_in_UK_REP":true,"included_in_balanced_subset":true}',
  );
  expect(await text("conversations.jsonl")).toBe(
    [
      '{"conversation_id":"c0","user_id":"user0","included_in_balanced_subset":true,"generated_datetime":"2026-11-23 09:12:03","timing_duration_s":123.46,"timing_duration_mins":2.06,"conversation_type":"unguided","opening_prompt":"Is loyalty a virtue?","conversation_turns":2,"conversation_history":[{"turn":0,"role":"user","content":"Is loyalty a virtue?"},{"turn":0,"role":"model","content":"It can be, if what you are loyal to is good.","model_provider":"huggingface_api","model_name":"org/second","score":81,"if_chosen":true,"within_turn_id":0},{"turn":0,"role":"model","content":"=1+1","model_provider":"openai","model_name":"first-1","score":40,"if_chosen":false,"within_turn_id":1},{"turn":1,"role":"user","content":"Why?"},{"turn":1,"role":"model","content":"EMPTY STRING","model_provider":"huggingface_api","model_name":"org/second","score":20,"if_chosen":false,"within_turn_id":0},{"turn":1,"role":"model","content":"Because it binds.","model_provider":"huggingface_api","model_name":"org/second","score":90,"if_chosen":true,"within_turn_id":1}],"performance_attributes":{"values":80,"fluency":null,"factuality":null,"safety":null,"diversity":null,"creativity":null,"helpfulness":null},"choice_attributes":null,"open_feedback":"Fine."}',
      '{"conversation_id":"c1","user_id":"user0","included_in_balanced_subset":true,"generated_datetime":"2026-11-23 09:12:03","timing_duration_s":123.46,"timing_duration_mins":2.06,"conversation_type":"values guided","opening_prompt":"Thanks","conversation_turns":1,"conversation_history":[{"turn":0,"role":"user","content":"Thanks"},{"turn":0,"role":"model","content":"EMPTY STRING","model_provider":"openai","model_name":"first-1","score":5,"if_chosen":true,"within_turn_id":0}],"performance_attributes":{"values":80,"fluency":null,"factuality":null,"safety":null,"diversity":null,"creativity":null,"helpfulness":null},"choice_attributes":null,"open_feedback":"Fine."}',
      "",
    ].join("\n"),
  );
  expect((await text("utterances.jsonl")).split("\n").slice(0, 2)).toEqual([
    '{"utterance_id":"ut0","interaction_id":"int0","conversation_id":"c0","user_id":"user0","turn":0,"within_turn_id":0,"included_in_balanced_subset":true,"conversation_type":"unguided","user_prompt":"Is loyalty a virtue?","model_response":"It can be, if what you are loyal to is good.","model_name":"org/second","model_provider":"huggingface_api","score":81,"if_chosen":true}',
    '{"utterance_id":"ut1","interaction_id":"int0","conversation_id":"c0","user_id":"user0","turn":0,"within_turn_id":1,"included_in_balanced_subset":true,"conversation_type":"unguided","user_prompt":"Is loyalty a virtue?","model_response":"=1+1","model_name":"first-1","model_provider":"openai","score":40,"if_chosen":false}',
  ]);
});

test("three people become these lines of models, metadata, slots and answers", async () => {
  await write();
  expect(await text("models.jsonl")).toBe(
    [
      '{"long_name":"first-1","short_name":"first-1","longcode":"FST","model_family":"OpenAI","model_provider":"OpenAI","model_provider_type":"Commerical","model_type":"Chat","default_params":{"temperature":"1.0"},"selected_params":{"temperature":"1.0","top_p":"0.9","max_tokens":"256"},"header":"You are a conversational assistant.","link":null,"in_yaml":"Yes","params_tested":"Yes","endpoint_live":"Yes","status":"Deployed Successfully"}',
      '{"long_name":"org/second","short_name":"second","longcode":null,"model_family":"HuggingFace-API","model_provider":"HuggingFace-API","model_provider_type":"Open Access","model_type":null,"default_params":{},"selected_params":{},"header":"Answer in one sentence.","link":null,"in_yaml":"Yes","params_tested":"Yes","endpoint_live":"Yes","status":"Deployed Successfully (but fails intermittently)"}',
      "",
    ].join("\n"),
  );
  const metadata = (await text("metadata.jsonl")).split("\n");
  // Two texts of the survey (one of them empty), three prompts, five responses, two feedbacks.
  expect(metadata).toHaveLength(12 + 1);
  expect(metadata[0]).toBe(
    '{"column_id":"self_description","user_id":"user0","conversation_id":null,"interaction_id":null,"utterance_id":null,"pii_flag":false,"pii_manual_flag":null,"language_flag":"en","en_flag":true,"moderation_flag":null}',
  );
  expect(metadata[2]).toBe(
    '{"column_id":"model_response","user_id":"user0","conversation_id":"c0","interaction_id":"int0","utterance_id":"ut0","pii_flag":false,"pii_manual_flag":null,"language_flag":"en","en_flag":true,"moderation_flag":null}',
  );
  const slots = await text("slots.jsonl");
  expect(slots.split("\n")[2]).toBe(
    '{"utterance_id":null,"interaction_id":"int0","conversation_id":"c0","user_id":"user0","slot_id":"slot-second-none","model_name":"org/second","drawn_order":2,"shown_order":2,"settled_by":"score","tie_seed":null,"draw_seed":"0123456789abcdef0123456789abcdef","sample_seed":123,"touched":false,"first_touch_ms":null,"path_length":null,"asked_at":"2026-11-23T09:00:00.000Z","completed_at":null,"first_text_ms":null,"total_ms":null,"waited_ms":null,"attempts":1,"failures":["timeout"],"replaced_models":[],"input_tokens":20,"output_tokens":10,"reasoning_tokens":null,"finish_reason":null,"truncated":false,"reasoning":null,"reasoning_from":null,"failed_texts":[""],"not_sent":[],"missing":"model-error"}',
  );
  const answers = (await records("answers.jsonl")).filter((row) => row.conversation_id !== "c1");
  expect(answers.map((row) => [row.user_id, row.conversation_id, row.field, row.value, row.missing])).toEqual(
    [
      ["user0", null, "page_language", "en", null],
      ["user0", null, "newspaper", "None that I like", null],
      ["user0", "c0", "performance_attributes.humour", 33, null],
      ["user0", "c0", "performance_attributes.fluency", null, "not-asked"],
      ["user0", "c0", "performance_attributes.factuality", null, "not-asked"],
      ["user0", "c0", "performance_attributes.safety", null, "not-applicable"],
      ["user0", "c0", "performance_attributes.diversity", null, "not-asked"],
      ["user0", "c0", "performance_attributes.creativity", null, "not-asked"],
      ["user0", "c0", "performance_attributes.helpfulness", null, "not-asked"],
      ["user1", null, "self_description", null, "skipped"],
      ["user1", null, "lm_usecases.games", null, "not-asked"],
      ["user1", null, "stated_prefs.values", null, "not-asked"],
      ["user1", null, "page_language", "en", null],
      ["user1", null, "newspaper", null, "skipped"],
    ],
  );
});

test("texts of every kind come through JSONL and Parquet unchanged and through CSV without a formula", async () => {
  const prompt = 'مرحبا، "كيف" الحال؟\r\nسطر آخر\u2028\t👩‍👩‍👧 \u202Eabc';
  const broken = "=HYPERLINK(1)\u0000 half \ud83d end";
  const responses = [response("first", broken, 50, true), response("second", "@cmd", 20)];
  const person = participant({ conversations: [conversation("unguided", [turn(prompt, responses)])] });
  await write({ participants: each([person]), forms: { csvByteOrderMark: true } });
  const [first, second] = await records("utterances.jsonl");
  const released = "=HYPERLINK(1)\ufffd half \ufffd end";
  expect([first?.user_prompt, first?.model_response, second?.model_response]).toEqual([
    prompt,
    released,
    "@cmd",
  ]);
  const csv = await text("csv/utterances.csv");
  expect(csv.startsWith("\ufeffutterance_id,")).toBe(true);
  expect(csv).toContain(`,"'${released}",first-1,`);
  expect(csv).toContain(`,"'@cmd",org/second,`);
  expect(csv).toContain(`"${prompt.replaceAll('"', '""')}"`);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(
    `SELECT user_prompt, model_response_a, model_response_b, score_a, if_chosen_a, score_c FROM '${join(out, "parquet/wide.parquet")}'`,
  );
  expect(rows.getRows()).toEqual([[prompt, released, "@cmd", 50n, true, null]]);
  connection.closeSync();
  instance.closeSync();
});

test("the wide form has one row a turn, as wide as the widest turn and at least four", async () => {
  const five = ["a", "b", "c", "d", "e"].map((name, place) =>
    response("first", name, place + 1, place === 4),
  );
  const person = participant({ conversations: [conversation("unguided", [turn("Hi", five)])] });
  await write({ participants: each([person]), forms: { parquet: false } });
  const [header, row] = (await text("csv/wide.csv")).split("\r\n");
  expect(header?.split(",").slice(0, 9)).toEqual([
    "interaction_id",
    "conversation_id",
    "user_id",
    "turn",
    "included_in_balanced_subset",
    "conversation_type",
    "user_prompt",
    "utterance_id_a",
    "within_turn_id_a",
  ]);
  expect(header?.split(",").at(-1)).toBe("if_chosen_e");
  expect(row).toBe(
    "int0,c0,user0,0,false,unguided,Hi,ut0,0,a,first-1,openai,1,false,ut1,1,b,first-1,openai,2,false,ut2,2,c,first-1,openai,3,false,ut3,3,d,first-1,openai,4,false,ut4,4,e,first-1,openai,5,true",
  );
  expect(await readdir(out)).not.toContain("parquet");
});

test("a study without people gives a valid folder of empty files", async () => {
  const { manifest } = await write({ participants: each([]) });
  expect(await text("survey.jsonl")).toBe("");
  expect(await records("models.jsonl")).toHaveLength(2);
  expect((await text("csv/wide.csv")).split("\r\n")).toHaveLength(2);
  expect([manifest.mode, manifest.counts.participants]).toEqual(["empty", 0]);
  expect(await text("README.md")).toContain("Nobody yet.");
});

test("people without a single answer are all nulls with reasons", async () => {
  await write({ participants: each([participant(), participant()]), detectors: none });
  const codebook: Codebook = JSON.parse(await text("codebook.json"));
  const survey = codebook.files.find((file) => file.name === "survey.jsonl");
  const age = survey?.fields.find((field) => field.name === "age");
  expect([age?.counts.present, age?.counts.missing]).toEqual([0, { "not-asked": 2 }]);
  expect(await records("metadata.jsonl")).toEqual([]);
});

test("a verdict study has verdicts instead of scores, and a tie chooses nobody", async () => {
  const arena: ReleaseStudy = {
    ...study,
    surveyFields: [],
    conversations: {
      types: [{ id: "arena", title: "Arena" }],
      openingResponses: 2,
      laterResponses: 2,
      continuation: "all",
      minimumTurns: 1,
      judge: {
        kind: "verdict",
        options: [
          { id: "a", label: "A" },
          { id: "tie", label: "Tie" },
        ],
      },
      performanceAttributes: null,
      choiceAttributes: null,
      openFeedback: null,
    },
  };
  const pair = (chosen: boolean) => [response("first", "Yes", null, chosen), response("second", "No", null)];
  const exchange = (verdict: string | null, chosen: boolean) => ({
    ...turn("Hi", pair(chosen)),
    settledBy: verdict === null ? null : ("verdict" as const),
    verdict,
  });
  const talk = (turns: ReturnType<typeof exchange>[]) => ({
    ...conversation("arena", turns),
    performanceAttributes: {},
    openFeedback: absent("not-asked"),
  });
  const person = participant({
    surveyFinishedAt: null,
    conversations: [talk([exchange(null, false), exchange("a", true)]), talk([exchange("tie", false)])],
  });
  const { manifest } = await write({ study: arena, participants: each([person]) });
  expect(manifest.protocol).toEqual({
    survey: false,
    judge: "verdict",
    scale: null,
    conversation_types: ["arena"],
    opening_responses: 2,
    later_responses: 2,
    continuation: "all",
    minimum_turns: 1,
  });
  expect(await text("verdicts.jsonl")).toBe(
    [
      '{"conversation_id":"c0","user_id":"user0","interaction_id":"int1","verdict":"a","winner":"first-1","turns":2,"models":["first-1","org/second"],"model_a":"first-1","model_b":"org/second","utterance_a":"ut2","utterance_b":"ut3","missing":null}',
      '{"conversation_id":"c1","user_id":"user0","interaction_id":"int2","verdict":"tie","winner":null,"turns":1,"models":["first-1","org/second"],"model_a":"first-1","model_b":"org/second","utterance_a":"ut4","utterance_b":"ut5","missing":null}',
      "",
    ].join("\n"),
  );
  const utterances = await records("utterances.jsonl");
  expect(utterances.map((row) => [row.turn, row.score, row.if_chosen])).toEqual([
    [0, null, false],
    [0, null, false],
    [1, null, true],
    [1, null, false],
    [0, null, false],
    [0, null, false],
  ]);
  const [survey] = await records("survey.jsonl");
  expect([survey?.survey_only, survey?.generated_datetime]).toEqual([false, null]);
});

test("moderation scores have two decimals, and a service that fails leaves model-error", async () => {
  const moderation = createModerationDetector({
    id: "fake",
    version: "1",
    batchSize: 1,
    provider: async ([only]) => {
      if (only === "Fine.") throw new Error("down");
      return { results: [{ flagged: false, categories: {}, category_scores: { hate: 0.12345 } }] };
    },
  });
  const { manifest } = await write({ detectors: { ...none, moderation } });
  const rows = await records("metadata.jsonl");
  expect(rows[0]?.moderation_flag).toMatchObject({ flagged: false, category_scores: { hate: 0.12 } });
  expect(rows.find((row) => row.column_id === "open_feedback")?.moderation_flag).toBeNull();
  expect(manifest.undetected.moderation).toEqual({ "model-error": 2, "not-applicable": 3 });
});

test("values that don't fit PRISM's field are kept in answers.jsonl and the field says unparsed", async () => {
  const person = participant({
    survey: { age: answered(34), "stated_prefs.values": answered(170), unknown: answered("kept") },
  });
  await write({ participants: each([person]) });
  const [survey] = await records("survey.jsonl");
  expect([survey?.age, survey?.stated_prefs]).toMatchObject([null, { values: null }]);
  const kept = (await records("answers.jsonl")).filter((row) => row.value !== null);
  expect(kept.map((row) => [row.field, row.value])).toEqual([
    ["age", 34],
    ["stated_prefs.values", 170],
    ["page_language", "en"],
    ["unknown", "kept"],
  ]);
});

test("models that share a long name keep their ids, and a model of an earlier version gets a row", async () => {
  const [first, second] = study.models;
  if (first === undefined || second === undefined) throw new Error("the fixture has two models");
  const twins = { ...study, models: [first, { ...second, description: first.description }] };
  const turns = [turn("Hi", [response("gone", "Yes", 3, true), response("first", "No", 2)])];
  const person = participant({ conversations: [conversation("unguided", turns)] });
  await write({ study: twins, participants: each([person]) });
  expect((await records("models.jsonl")).map((row) => row.long_name)).toEqual(["first", "second", "gone"]);
});
