import { describe, expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { checkStudy } from "./open-study.ts";

const survey = (name: string) =>
  JSON.stringify({ pages: [{ name: "p", elements: [{ type: "text", name, title: "How old are you?" }] }] });

const study = (stages: string) => `
refract: 1
id: two
title: Two
models: [demo:plain, demo:warm, demo:blunt, demo:steps]
stages:
${stages}
  - {id: end, type: end}
`;

const messages = (files: Readonly<Record<string, string>>) =>
  checkStudy(files, builtInStages).problems.map(
    ({ line, severity, message }) => `${line} ${severity}: ${message}`,
  );

describe("a study as a whole", () => {
  test("asks no field twice, since a column of the dataset has one source", () => {
    const files = {
      "study.yaml": study(
        "  - {id: before, type: survey, survey: a.json}\n  - {id: after, type: survey, survey: b.json}",
      ),
      "a.json": survey("age"),
      "b.json": survey("age"),
    };
    expect(messages(files)).toEqual([
      '8 error: the field "age" is asked by stage "before" already, expected a name of its own',
    ]);
    expect(messages({ ...files, "b.json": survey("age_after") })).toEqual([]);
  });

  test("has one stage of conversations, whose conversations are numbered through", () => {
    const talk = (id: string) =>
      `  - {id: ${id}, type: conversation, types: [{id: free, title: Free, count: 1}], judge: {kind: scale, minimumLabel: T, maximumLabel: P}}`;
    expect(messages({ "study.yaml": study([talk("first"), talk("second")].join("\n")) })).toEqual([
      '8 error: the stage "first" has conversations already, expected one stage of them; several kinds are several types of it',
    ]);
    expect(messages({ "study.yaml": study(talk("first")) })).toEqual([]);
  });

  test("lets people stop only after a number of conversations that they can reach", () => {
    const talk = (mayStopAfter: number) =>
      study(
        `  - {id: talk, type: conversation, types: [{id: free, title: Free, count: 2}], mayStopAfter: ${mayStopAfter}, judge: {kind: scale, minimumLabel: T, maximumLabel: P}}`,
      );
    expect(messages({ "study.yaml": talk(3) })).toEqual([
      "7 error: invalid value 3, expected at most the 2 conversations people can have",
    ]);
    expect(messages({ "study.yaml": talk(2) })).toEqual([]);
    const more = (rest: string) =>
      talk(3).replace("mayStopAfter", `maximumConversations: 4, ${rest}mayStopAfter`);
    // Two of the only type, however many conversations there could be.
    expect(messages({ "study.yaml": more("") })).toEqual([
      "7 error: invalid value 3, expected at most the 2 conversations people can have",
    ]);
    expect(messages({ "study.yaml": more("typeQuota: soft, ") })).toEqual([]);
  });

  const judged = (judge: string, rest = "") =>
    study(
      `  - {id: talk, type: conversation, types: [{id: free, title: Free, count: 2}], judge: ${judge}${rest}}`,
    );
  const scale = "{kind: scale, minimumLabel: T, maximumLabel: P}";
  const block = (id: string, settings: string) =>
    `{id: ${id}, stem: S, minimumLabel: a, maximumLabel: b, ${settings}}`;
  const one = "statements: [{id: values, text: V}]";

  test.each([
    [
      "a block of statements twice",
      judged(scale, `, attributes: [${block("why", one)}, ${block("why", one)}]`),
      '"why" is used already, expected a unique id',
    ],
    [
      "a statement twice",
      judged(
        scale,
        `, attributes: [${block("why", "statements: [{id: values, text: V}, {id: values, text: W}]")}]`,
      ),
      '"values" is used already, expected a unique id',
    ],
    [
      "statements on a line of no length",
      judged(scale, `, attributes: [${block("why", `minimum: 5, maximum: 5, ${one}`)}]`),
      "invalid value 5, expected more than the minimum 5",
    ],
    [
      "statements whose handles stand beside the line",
      judged(scale, `, attributes: [${block("why", `startAt: 101, ${one}`)}]`),
      "invalid value 101, expected none or a number from 1 to 100",
    ],
    [
      "a model twice",
      judged(scale, ", models: [demo:plain, demo:warm, demo:blunt, demo:steps, demo:warm]"),
      '"demo:warm" is used already, expected a unique id',
    ],
    [
      "a verdict twice",
      judged(
        "{kind: verdict, options: [{id: a, label: A}, {id: a, label: B}]}",
        ", continuation: {with: all}",
      ),
      '"a" is used already, expected a unique id',
    ],
  ])("has no conversations that nobody could finish or nobody could tell apart: %s", (_, text, message) => {
    expect(messages({ "study.yaml": text })).toEqual([`7 error: ${message}`]);
  });

  test("has its texts in each of its languages, whatever others they are in", () => {
    const text = study("  - {id: first, type: end, text: {en: Done, fr: Fini}}")
      .replace("title: Two", "title: {en: Two, ar: اثنان}\nlanguages: [en, ar]")
      .replace("  - {id: end, type: end}\n", "");
    expect(messages({ "study.yaml": text })).toEqual(["8 warning: no text in ar"]);
    const indonesian = study("").replace("title: Two", "title: Dua\nlanguages: [en, tr]");
    expect(
      messages({ "study.yaml": indonesian.replace("[demo:plain,", "[{id: plain, use: demo:plain},") }),
    ).toEqual([
      "5 warning: the pages' own words, such as on buttons, are in en, ar, de, es, fr, hi, id, ja, ko, pt, sw, zh only; beside texts in tr they will be English",
    ]);
  });

  test("has files whose names a dataset has room for", () => {
    const survey = JSON.stringify({ pages: [{ name: "one", elements: [{ type: "text", name: "why" }] }] });
    const text = study("  - {id: s, type: survey, survey: Codebook.json}");
    expect(messages({ "study.yaml": text, "Codebook.json": survey })).toEqual([
      '7 warning: file "Codebook.json": a dataset has a file of its own by this name, so that the study could not be exported; expected another name',
    ]);
    expect(
      messages({
        "study.yaml": text.replace("Codebook.json", "./questions/own.json"),
        "./questions/own.json": survey,
      }),
    ).toEqual([]);
  });

  test("has its end at the end, and files that are there", () => {
    expect(messages({})).toEqual(["1 error: the file is missing"]);
    expect(
      messages({
        "study.yaml": study("  - {id: first, type: end}\n  - {id: s, type: survey, survey: gone.json}"),
      }),
    ).toEqual([
      '8 error: the file "gone.json" is missing beside the study file',
      "7 error: the end stage stands before other stages, expected it last",
    ]);
  });
});

test("the targets of a sample are held to what a survey asks", () => {
  const study = (field: string, level: string) => ({
    "study.yaml": `refract: 1\nid: s\ntitle: S\nsample:\n  name: UK\n  people: 10\n  targets:\n    - field: ${field}\n      shares:\n        ${level}: 50\nstages:\n  - {id: you, type: survey, survey: s.json}\n  - {id: end, type: end}\n`,
    "s.json":
      '{"pages":[{"name":"p","elements":[{"type":"radiogroup","name":"age","choices":["young","old"]}]}]}',
  });
  const messages = (files: Record<string, string>) =>
    checkStudy(files, builtInStages).problems.map(({ line, message }) => `${line} ${message}`);
  expect(messages(study("age", "young"))).toEqual([]);
  expect(messages(study("aeg", "young"))).toEqual(['8 no stage asks "aeg", expected a field of a survey']);
  // A survey with an error asks nothing that is known, so that nothing is said of its fields.
  const broken = study("aeg", "young");
  expect(messages({ ...broken, "s.json": broken["s.json"].replace("radiogroup", "radiogruop") })).toEqual([
    expect.stringContaining("radiogruop"),
  ]);
  expect(messages(study("age", "younger"))).toEqual([
    '10 nobody can answer "age" with "younger", expected one of young, old',
  ]);
});

test("each of several samples is held to what is asked and known, and has a name of its own", () => {
  const files = {
    "study.yaml": `refract: 1
id: s
title: S
samples:
  - {name: UK, people: 10, targets: [{field: age, shares: {young: 50}}], where: [{field: study_locale, oneOf: [uk]}]}
  - {name: uk, people: 10, targets: [{field: aeg, shares: {young: 50}}], where: [{field: country, oneOf: [uk]}]}
stages:
  - {id: you, type: survey, survey: s.json}
  - {id: end, type: end}
`,
    "s.json":
      '{"pages":[{"name":"p","elements":[{"type":"radiogroup","name":"age","choices":["young","old"]}]}]}',
  };
  expect(
    checkStudy(files, builtInStages).problems.map(
      ({ line, field, message }) => `${line} ${field}: ${message}`,
    ),
  ).toEqual([
    '6 samples[1].name: "uk" is a sample already, expected each name once',
    '6 samples[1].targets[0].field: no stage asks "aeg", expected a field of a survey',
    '6 samples[1].where[0].field: no stage asks "country", expected a field of a survey, or study_locale or study_id',
  ]);
});

test("screening, quotas, targets and what is under age are held to the kind of their question", () => {
  const recruitment = `quality:
  notAdult:
    - { field: years, oneOf: [17, minor] }
screening:
  - when: [{ field: years, oneOf: ["18-34"] }]
  - when: [{ field: born, noneOf: [31.01.1990] }]
  - when: [{ field: uses, oneOf: [work] }]
  - when: [{ field: uses.work, oneOf: [work] }]
quotas:
  - { field: town, people: { Leeds: 4 }, where: [{ field: years, oneOf: [200] }] }
sample:
  name: UK
  people: 10
  targets: [{ field: years, shares: { "18-34": 50 } }]
`;
  const files = {
    "study.yaml": `refract: 1\nid: s\ntitle: S\n${recruitment}stages:\n  - {id: you, type: survey, survey: s.json}\n  - {id: end, type: end}\n`,
    "s.json": JSON.stringify({
      pages: [
        {
          name: "p",
          elements: [
            { type: "text", name: "years", inputType: "number", min: 16, max: 99 },
            { type: "text", name: "born", inputType: "date" },
            { type: "text", name: "town" },
            { type: "checkbox", name: "uses", choices: ["work", "play"] },
          ],
        },
      ],
    }),
  };
  expect(
    checkStudy(files, builtInStages).problems.map(
      ({ line, severity, message }) => `${line} ${severity}: ${message}`,
    ),
  ).toEqual([
    '17 error: nobody can answer "years" with "18-34", expected one number from 16 to 99; for ranges ask a question with choices',
    '6 error: nobody can answer "years" with "minor", expected one number from 16 to 99; for ranges ask a question with choices',
    '8 error: nobody can answer "years" with "18-34", expected one number from 16 to 99; for ranges ask a question with choices',
    '9 error: nobody can answer "born" with "31.01.1990", expected a date such as 2026-01-31',
    '10 error: "uses" has a field for each of its parts, expected one of uses.work, uses.play',
    '11 error: nobody can answer "uses.work" with "work", expected one of 0, 1',
    '13 warning: "town" is a text in own words, which would have to be "Leeds" letter by letter, expected a question with choices',
    '13 error: nobody can answer "years" with 200, expected one number from 16 to 99; for ranges ask a question with choices',
  ]);
});
