import { describe, expect, test } from "vitest";
import * as z from "zod";
import { localizedTextSchema } from "../localized-text.ts";
import { formatProblem, parseStudy } from "./parse-study.ts";
import { createStudySchema, stageBase } from "./study-schema.ts";

const schema = createStudySchema([
  z.strictObject({
    ...stageBase,
    type: z.literal("talk"),
    turns: z
      .strictObject({ minimum: z.int().min(1).default(2), maximum: z.int().max(100).default(22) })
      .prefault({}),
    startAt: z.union([z.literal("none"), z.int()]).default("none"),
    judge: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("scale"), minimum: z.int() }),
        z.strictObject({ kind: z.literal("verdict"), options: z.array(z.string()).min(2) }),
      ])
      .optional(),
  }),
  z.strictObject({ ...stageBase, type: z.literal("end"), text: localizedTextSchema.optional() }),
]);

const head = "refract: 1\nid: demo\ntitle: A study\n";
const end = "stages:\n  - id: end\n    type: end\n";
const studyFields =
  "refract, id, title, description, organisation, contact, pay, durationMinutes, participants, sample, samples, languages, seed, entry, screening, quotas, launch, payment, withdrawUntil, quality, models, instruction, parameters, budget, dataset, stages";
const talk = "stages:\n  - id: talk\n    type: talk\n";

function problemsOf(text: string): readonly string[] {
  const { study, problems } = parseStudy(text, schema);
  expect(study).toBeNull();
  expect(problems.every((problem) => problem.severity === "error")).toBe(true);
  return problems.map(formatProblem);
}

describe("every mistake of a study file has its place, its value and what was expected", () => {
  test.each<[what: string, text: string, ...problems: string[]]>([
    ["nothing", "", "study.yaml:1:1: the file is empty, expected fields"],
    ["a comment only", "# to be done\n", "study.yaml:1:1: the file is empty, expected fields"],
    ["a text", "hello", 'study.yaml:1:1: invalid value "hello", expected object'],
    ["a list", "- a\n- b\n", 'study.yaml:1:1: invalid value ["a","b"], expected object'],
    [
      "a list that is not closed",
      "refract: 1\nid: [a\ntitle: b\n",
      "study.yaml:3:1: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a tab", "refract: 1\n\tid: a\n", "study.yaml:2:1: a tab at the start of the line, expected spaces"],
    [
      "a tab in the middle, told of once whatever follows from it",
      `${head}stages:\n  - id: end\n\t  type: end\n    text: bye\n`,
      "study.yaml:6:1: a tab at the start of the line, expected spaces",
    ],
    [
      "a text with a bracket, told of once whatever follows from it",
      `refract: 1\nid: demo\ntitle: {en: Tea {, ar: x}\ndescription: {en: y}\n${end}`,
      "study.yaml:3:17: what stands here is no part of the value before it, expected quotes round a text with { } [ ] , : or # in it",
    ],
    [
      "a text with a colon",
      `${head}description: Note: bring tea\n${end}`,
      'study.yaml:4:14: a field begins inside a value, expected quotes round a text with ": " in it, or a line of its own',
    ],
    [
      "a first line without a colon",
      "refract 1\nid: a\n",
      "study.yaml:1:1: this line is no field, expected its name, a colon, a blank and its value",
    ],
    [
      "a line without a colon",
      "refract: 1\nid a\ntitle: b\n",
      "study.yaml:2:1: this line is no field, expected its name, a colon, a blank and its value",
    ],
    [
      "a language twice",
      `${head}languages: [en, ar, en]\n${end}`,
      'study.yaml:4:21: languages[2]: "en" is there already, expected each language once',
    ],
    ["a quote that is not closed", 'title: "open\n', 'study.yaml:2:1: missing closing "quote'],
    [
      "a field twice",
      `refract: 1\nid: demo\nid: other\ntitle: x\n${end}`,
      "study.yaml:3:1: a field of this name stands above, expected it once",
    ],
    ["two documents", `${head}${end}---\n${head}`, "study.yaml:7:1: a second document begins, expected one"],
    [
      "unknown fields, each at its name",
      `${head}colour: red\n${end}shape: round\n`,
      `study.yaml:4:1: unknown field "colour", expected one of ${studyFields}`,
      `study.yaml:8:1: unknown field "shape", expected one of ${studyFields}`,
    ],
    [
      "an unknown field inside",
      `${head}entry:\n  returnin: resume\n${end}`,
      'study.yaml:5:3: entry: unknown field "returnin", expected one of returning, panel, completionCode, devices, timeLimitMinutes, maximumPeople',
    ],
    [
      "a field named as JavaScript's own",
      `${head}__proto__: { x: 1 }\n${end}`,
      `study.yaml:4:1: unknown field "__proto__", expected one of ${studyFields}`,
    ],
    ["a missing field", `refract: 1\ntitle: x\n${end}`, "study.yaml:1:1: id: missing, expected string"],
    [
      "another version of the format",
      `refract: 2\nid: demo\ntitle: x\n${end}`,
      "study.yaml:1:10: refract: invalid value 2, expected 1",
    ],
    [
      "a number as a text",
      `refract: "1"\nid: demo\ntitle: x\n${end}`,
      'study.yaml:1:10: refract: invalid value "1", expected 1',
    ],
    [
      "an id with blanks",
      `refract: 1\nid: My Study\ntitle: x\n${end}`,
      'study.yaml:2:5: id: invalid value "My Study", expected lower-case letters, digits and hyphens',
    ],
    [
      "a long id",
      `refract: 1\nid: ${"a".repeat(65)}\ntitle: x\n${end}`,
      `study.yaml:2:5: id: invalid value "${"a".repeat(65)}", expected at most 64 characters`,
    ],
    [
      "a long value, cut",
      `refract: 1\nid: ${"B".repeat(200)}\ntitle: x\n${end}`,
      `study.yaml:2:5: id: invalid value "${"B".repeat(76)}…, expected at most 64 characters`,
      `study.yaml:2:5: id: invalid value "${"B".repeat(76)}…, expected lower-case letters, digits and hyphens`,
    ],
    [
      "a word that is none of a list",
      `${head}entry:\n  returning: always\n${end}`,
      'study.yaml:5:14: entry.returning: invalid value "always", expected one of "resume", "restart", "block"',
    ],
    [
      "a number that is too large",
      `${head}durationMinutes: 2000\n${end}`,
      "study.yaml:4:18: durationMinutes: invalid value 2000, expected at most 1440",
    ],
    [
      "a number that is too small",
      `${head}durationMinutes: 0\n${end}`,
      "study.yaml:4:18: durationMinutes: invalid value 0, expected more than 0",
    ],
    [
      "words for a number",
      `${head}durationMinutes: an hour\n${end}`,
      'study.yaml:4:18: durationMinutes: invalid value "an hour", expected number',
    ],
    [
      "a number that is none",
      `${head}durationMinutes: .nan\n${end}`,
      "study.yaml:4:18: durationMinutes: invalid value NaN, expected number",
    ],
    [
      "yes for true",
      `${head}entry:\n  panel:\n    required: yes\n${end}`,
      'study.yaml:6:15: entry.panel.required: invalid value "yes", expected boolean',
    ],
    [
      "money below nothing",
      `${head}budget: { capUsd: -1 }\n${end}`,
      "study.yaml:4:19: budget.capUsd: invalid value -1, expected at least 0",
    ],
    [
      "an address of another kind",
      `${head}entry:\n  panel:\n    completionUrl: ftp://x\n${end}`,
      'study.yaml:6:20: entry.panel.completionUrl: invalid value "ftp://x", expected an address that begins with http:// or https://',
    ],
    [
      "a code with a blank",
      `${head}entry:\n  completionCode: a b\n${end}`,
      'study.yaml:5:19: entry.completionCode: invalid value "a b", expected a code without blanks',
    ],
    [
      "no language",
      `${head}languages: []\n${end}`,
      "study.yaml:4:12: languages: invalid value [], expected at least 1 entry",
    ],
    [
      "wrong language tags",
      `${head}languages: [english, EN]\n${end}`,
      'study.yaml:4:13: languages[0]: invalid value "english", expected a language tag such as en, ar or pt-BR',
      'study.yaml:4:22: languages[1]: invalid value "EN", expected a language tag such as en, ar or pt-BR',
    ],
    [
      "a wrong language tag of a text, at the tag",
      `refract: 1\nid: demo\ntitle:\n  english: x\n${end}`,
      'study.yaml:4:3: title.english: invalid value "english", expected a language tag such as en, ar or pt-BR',
    ],
    [
      "no branch of a union: all of them are named",
      `refract: 1\nid: demo\ntitle: 5\n${end}`,
      "study.yaml:3:8: title: invalid value 5, expected string or object",
    ],
    [
      "a branch of a union that fits by its type",
      `refract: 1\nid: demo\ntitle: ""\n${end}`,
      'study.yaml:3:8: title: invalid value "", expected words that can be read',
    ],
    [
      "a mistake inside a branch of a union",
      `refract: 1\nid: demo\ntitle: { en: 5 }\n${end}`,
      "study.yaml:3:14: title.en: invalid value 5, expected string",
    ],
    [
      "a text in no language",
      `refract: 1\nid: demo\ntitle: {}\n${end}`,
      "study.yaml:3:8: title: invalid value {}, expected a text for at least one language",
    ],
    [
      "a word or a number",
      `${head}${talk}    startAt: middle\n`,
      'study.yaml:7:14: stages[0].startAt: invalid value "middle", expected "none" or number',
    ],
    [
      "a model without its provider",
      `${head}models:\n  - gpt-4o\n${end}`,
      'study.yaml:5:5: models[0]: invalid value "gpt-4o", expected provider:model (openai:gpt-…, ollama:…, demo:plain) or http://host/v1#model',
    ],
    [
      "a model spelled out, without its provider",
      `${head}models:\n  - id: a\n    use: gpt\n${end}`,
      'study.yaml:6:10: models[0].use: invalid value "gpt", expected provider:model (openai:gpt-…, ollama:…, demo:plain) or http://host/v1#model',
    ],
    [
      "settings of a model",
      `${head}models:\n  - id: a\n    use: demo:plain\n    parameters: { temperature: 3, topK: 1.5, topq: 1 }\n${end}`,
      "study.yaml:7:32: models[0].parameters.temperature: invalid value 3, expected at most 2",
      "study.yaml:7:41: models[0].parameters.topK: invalid value 1.5, expected a whole number",
      'study.yaml:7:46: models[0].parameters: unknown field "topq", expected one of temperature, topP, topK, maxTokens, minTokens, presencePenalty, frequencyPenalty, stop, seed, reasoningEffort, tokenLimitField, body, reasoningTags',
    ],
    [
      "a model twice",
      `${head}models:\n  - demo:plain\n  - { id: "demo:plain", use: "demo:warm" }\n${end}`,
      'study.yaml:6:11: models[1].id: "demo:plain" is used by models[0] already, expected a unique id',
    ],
    ["no stages", head, "study.yaml:1:1: stages: missing, expected array"],
    [
      "an empty list of stages",
      `${head}stages: []\n`,
      "study.yaml:4:9: stages: invalid value [], expected at least 1 entry",
    ],
    [
      "an unknown kind of stage",
      `${head}stages:\n  - id: end\n    type: finish\n`,
      'study.yaml:6:11: stages[0].type: invalid value "finish", expected one of "talk", "end"',
    ],
    [
      "a stage without its kind",
      `${head}stages:\n  - id: end\n`,
      'study.yaml:5:5: stages[0].type: missing, expected one of "talk", "end"',
    ],
    [
      "a stage id twice",
      `${head}${end}  - id: end\n    type: end\n`,
      'study.yaml:7:9: stages[1].id: "end" is used by stages[0] already, expected a unique id',
    ],
    [
      "a variant inside a stage",
      `${head}${talk}    judge: { kind: stars }\n`,
      'study.yaml:7:20: stages[0].judge.kind: invalid value "stars", expected one of "scale", "verdict"',
    ],
    [
      "a list that is too short, in a variant",
      `${head}${talk}    judge:\n      kind: verdict\n      options: [a]\n`,
      'study.yaml:9:16: stages[0].judge.options: invalid value ["a"], expected at least 2 entries',
    ],
    [
      "an alias of nothing",
      "refract: 1\nid: *nobody\n",
      'study.yaml:2:5: unknown alias "nobody", expected an anchor above it',
    ],
    [
      "an alias inside itself",
      `${head}stages: &all\n  - *all\n`,
      'study.yaml:5:5: alias "all" stands inside what it stands for',
    ],
    [
      "aliases that blow up",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h"]
        .map((name, index) => `${name}: &${name} [${`*${"abcdefg"[index]},`.repeat(9)}]\n`)
        .join("")}`,
      "study.yaml:1:1: the aliases unfold too often, expected at most 100 times",
    ],
    [
      "a file that is too long",
      `# ${"x".repeat(2_000_000)}`,
      "study.yaml:1:1: the file has 2000002 characters, expected at most 2000000",
    ],
    [
      "JSON",
      '{"refract": 1, "id": "Demo", "title": "x",\n "stages": [{"id": "end", "type": "end"}]}',
      'study.yaml:1:22: id: invalid value "Demo", expected lower-case letters, digits and hyphens',
    ],
    [
      "lines that end as on Windows",
      `${head}colour: red\n${end}`.replaceAll("\n", "\r\n"),
      `study.yaml:4:1: unknown field "colour", expected one of ${studyFields}`,
    ],
    [
      "several at once, in the order of the schema",
      "refract: 1\nid: A\ntitle: x\nlanguages: [e]\nstages:\n  - id: end\n    type: end\n    text: 4\n",
      'study.yaml:2:5: id: invalid value "A", expected lower-case letters, digits and hyphens',
      'study.yaml:4:13: languages[0]: invalid value "e", expected a language tag such as en, ar or pt-BR',
      "study.yaml:8:11: stages[0].text: invalid value 4, expected string or object",
    ],
  ])("%s", (_what, text, ...problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

test("a hundred thousand aliases are counted, and not looked up one by one through the whole file", () => {
  expect(problemsOf(`a: &a [x]\nb: [${"*a,".repeat(100_000)}]\n`)).toEqual([
    "study.yaml:1:1: the aliases unfold too often, expected at most 100 times",
  ]);
});

test("a file nested without end is refused in words, and not by the stack that ran out", () => {
  expect(problemsOf(`refract: 1\ntitle: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`)).toEqual([
    expect.stringMatching(/^study\.yaml:2:\d+: nested too deep, expected some dozens of levels at most$/),
  ]);
});

test("what a good file leaves out is filled in", () => {
  const { study, problems } = parseStudy(`\ufeff${head}models: [demo:plain]\n${talk}`, schema);
  expect(problems).toEqual([]);
  expect(study).toEqual({
    refract: 1,
    id: "demo",
    title: "A study",
    languages: ["en"],
    entry: { returning: "resume", devices: "any" },
    screening: [],
    quotas: [],
    samples: [],
    quality: { notAdult: [], timeDeviations: 3, measureDeviations: 3 },
    models: [{ id: "demo:plain", use: "demo:plain" }],
    instruction: "",
    parameters: {},
    dataset: { licence: "CC-BY-4.0", modelTextLicence: "other" },
    stages: [{ id: "talk", type: "talk", turns: { minimum: 2, maximum: 22 }, startAt: "none" }],
  });
});

test("aliases that stay small are allowed", () => {
  const { study } = parseStudy(`${head}description: &text Hello\npay: *text\n${end}`, schema);
  expect(study?.pay).toBe("Hello");
});

test("a field can be found by its path; one that is missing is where it should be", () => {
  const { locate } = parseStudy(`${head}${talk}    turns: { minimum: 3 }\n`, schema);
  expect(locate(["stages", 0, "turns", "minimum"])).toEqual({ line: 7, column: 23 });
  expect(locate(["stages", 0, "turns", "maximum"])).toEqual({ line: 7, column: 12 });
  expect(locate(["stages", 4])).toEqual({ line: 5, column: 3 });
  expect(locate([])).toEqual({ line: 1, column: 1 });
});

test("problems carry the name of the file they were read from", () => {
  const { problems } = parseStudy("hello", schema, "mine/study.yaml");
  expect(problems.map(formatProblem)).toEqual([
    'mine/study.yaml:1:1: invalid value "hello", expected object',
  ]);
});
