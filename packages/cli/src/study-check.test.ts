import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";

const cases = join(repositoryRoot(), "..", "shared", "cases");

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const surveyStudy = `refract: 1
id: mine
title: {en: Mine, ar: دراستي}
languages: [en, ar]
stages:
  - {id: you, type: survey, survey: survey.json}
  - {id: end, type: end, text: {en: Thanks, ar: شكرا}}
`;

describe("texts that are missing in a language", () => {
  const survey = {
    pages: [
      {
        name: "p",
        title: { en: "You", ar: "أنت" },
        elements: [
          { type: "text", name: "a", title: "Where do you live?" },
          {
            type: "radiogroup",
            name: "b",
            title: { en: "Which?" },
            choices: ["red", { value: 2, text: { en: "two" } }],
          },
        ],
      },
    ],
  };

  const unchecked = (place: string) =>
    `warning: study.yaml:${place}: languages[1]: no reader of Arabic has checked the pages' own words in it yet, expected you to walk through the study in ar before you invite people`;

  test("are one line with a count, a sheet to fill in, and are read back", async () => {
    await writeFile("study.yaml", `# my notes\n${surveyStudy}`.replace("en: Mine, ar: دراستي", "en: Mine"));
    await writeFile("survey.json", JSON.stringify(survey));
    const first = await refract("study", "check", "study.yaml", "--translations", "ar.csv");
    expect(first.exitCode).toBe(0);
    expect(first.out.trimEnd().split("\n")).toEqual([
      unchecked("5:17"),
      "warning: 5 texts have no wording in ar (the first at study.yaml:4:8); --translations FILE.csv writes a sheet to fill in",
      "wrote 5 texts to translate to ar.csv; --fill-from reads them back",
      "ok: mine, survey > end, 0 models, languages en, ar",
    ]);
    const sheet = await readFile("ar.csv", "utf8");
    expect(sheet).toBe(
      [
        "\u{feff}file,place,language,source,translation",
        "study.yaml,title,ar,Mine,",
        "survey.json,pages[0].elements[0].title,ar,Where do you live?,",
        "survey.json,pages[0].elements[1].title,ar,Which?,",
        "survey.json,pages[0].elements[1].choices[0],ar,red,",
        "survey.json,pages[0].elements[1].choices[1].text,ar,two,",
        "",
      ].join("\r\n"),
    );
    const filled = ["دراستي", "أين تسكن؟", "أيهما؟", "أحمر", "اثنان"];
    let place = 0;
    await writeFile(
      "ar.csv",
      sheet.replaceAll(/,\r\n(?=\S)|,\r\n$/g, (line) => (place < 5 ? `,${filled[place++]}\r\n` : line)),
    );
    const second = await refract("study", "check", "study.yaml", "--fill-from", "ar.csv");
    expect(second).toMatchObject({
      exitCode: 0,
      out: `${unchecked("7:18")}\nok: mine, survey > end, 0 models, languages en, ar\n`,
      err: "filled in 5 texts from ar.csv; 0 are still empty\n",
    });
    expect(await readFile("study.yaml", "utf8")).toMatch(/^# my notes\nrefract: 1\n/);
    expect(JSON.parse(await readFile("survey.json", "utf8")).pages[0].elements[1].choices).toEqual([
      { value: "red", text: { en: "red", ar: "أحمر" } },
      { value: 2, text: { en: "two", ar: "اثنان" } },
    ]);
  });

  test.each([
    ["semicolons", ";", (text: string) => Buffer.from(text)],
    ["tabs", "\t", (text: string) => Buffer.from(text)],
    ["semicolons and a byte-order mark", ";", (text: string) => Buffer.from(`\u{feff}${text}`)],
    ["tabs, as UTF-16", "\t", (text: string) => Buffer.from(`\u{feff}${text}`, "utf16le")],
  ])("a sheet with %s is read, as spreadsheets save it", async (_kind, mark, saved) => {
    await writeFile("study.yaml", surveyStudy);
    await writeFile("survey.json", JSON.stringify(survey));
    const lines = [
      "file,place,language,source,translation",
      "survey.json,pages[0].elements[0].title,ar,Where do you live?,أين تسكن، يا ترى؟",
      "survey.json,pages[0].elements[1].title,ar,Which?,",
    ];
    await writeFile("ar.csv", saved(lines.join("\r\n").replaceAll(",", mark)));
    const { exitCode, err } = await refract("study", "check", "study.yaml", "--fill-from", "ar.csv");
    expect([exitCode, err]).toEqual([0, "filled in 1 texts from ar.csv; 1 are still empty\n"]);
    expect(JSON.parse(await readFile("survey.json", "utf8")).pages[0].elements[0].title).toEqual({
      en: "Where do you live?",
      ar: "أين تسكن، يا ترى؟",
    });
  });

  test("a sheet that is not there, is a folder, or lost its letters is told with what was expected", async () => {
    await writeFile("study.yaml", surveyStudy);
    await writeFile("survey.json", JSON.stringify(survey));
    await writeFile("ansi.csv", Buffer.from("file;place;language;source;translation\r\nü", "latin1"));
    const filled = async (sheet: string) => {
      const { exitCode, err } = await refract("study", "check", "study.yaml", "--fill-from", sheet);
      return [exitCode, err];
    };
    expect(await filled("nope.csv")).toEqual([
      2,
      "refract: --fill-from: nope.csv: there is no such file or folder, expected a sheet that --translations wrote\n",
    ]);
    expect(await filled(".")).toEqual([
      2,
      "refract: --fill-from: .: is a folder, expected a sheet that --translations wrote\n",
    ]);
    expect(await filled("ansi.csv")).toEqual([
      2,
      'refract: ansi.csv:2: the byte 0xFC ("ü" in Latin-1 or Windows-1252) is not UTF-8, expected a sheet saved as "CSV UTF-8"\n',
    ]);
    expect(await refract("study", "check", "study.yaml", "--translations", "no/ar.csv")).toMatchObject({
      exitCode: 2,
      err: "refract: --translations: no/ar.csv: there is no such file or folder, expected a file that can be written\n",
    });
  });

  test("choices and rows without a text get one, and keep what else they say", async () => {
    const choices = ["red", { pinned: true, value: "blue" }];
    const elements = [
      { type: "radiogroup", name: "b", title: "1", choices, choicesOrder: "random" },
      { type: "matrix", name: "m", title: "2", columns: [1, 2], rows: ["calm"] },
    ];
    await writeFile("study.yaml", surveyStudy);
    await writeFile("survey.json", JSON.stringify({ pages: [{ name: "p", elements }] }));
    await refract("study", "check", "study.yaml", "--translations", "ar.csv");
    const sheet = await readFile("ar.csv", "utf8");
    expect(sheet).toContain("survey.json,pages[0].elements[1].rows[0],ar,calm,\r\n");
    await writeFile(
      "ar.csv",
      sheet.replace("red,", "red,أحمر").replace("blue,", "blue,أزرق").replace("calm,", "calm,هدوء"),
    );
    expect(await refract("study", "check", "study.yaml", "--fill-from", "ar.csv")).toMatchObject({
      exitCode: 0,
      out: `${unchecked("4:17")}\nok: mine, survey > end, 0 models, languages en, ar\n`,
    });
    const [asked, matrix] = JSON.parse(await readFile("survey.json", "utf8")).pages[0].elements;
    expect(asked.choices).toEqual([
      { value: "red", text: { en: "red", ar: "أحمر" } },
      { pinned: true, value: "blue", text: { en: "blue", ar: "أزرق" } },
    ]);
    expect(matrix.rows).toEqual([{ value: "calm", text: { en: "calm", ar: "هدوء" } }]);
  });

  test("a sheet of another wording is refused at its line, and nothing is written", async () => {
    await writeFile("study.yaml", surveyStudy);
    await writeFile("survey.json", JSON.stringify(survey));
    await writeFile(
      "ar.csv",
      "file,place,language,source,translation\nsurvey.json,pages[0].elements[0].title,ar,Where?,أين؟\n",
    );
    const before = await readFile("survey.json", "utf8");
    const { exitCode, err } = await refract("study", "check", "study.yaml", "--fill-from", "ar.csv");
    expect(exitCode).toBe(2);
    expect(err).toContain(
      'ar.csv line 2: survey.json: pages[0].elements[0].title: the text is now "Where do you live?"',
    );
    expect(await readFile("survey.json", "utf8")).toBe(before);
  });
});

describe("files that are no study, or not the study's own", () => {
  test("a survey outside the folder is told with its line, beside everything else", async () => {
    await writeFile(
      "study.yaml",
      surveyStudy.replace("survey.json", "../../x.json").replace("[en, ar]", "[en, en]"),
    );
    expect(await refract("study", "check", "study.yaml")).toMatchObject({
      exitCode: 2,
      out: [
        'error: study.yaml:4:17: languages[1]: "en" is there already, expected each language once',
        'error: study.yaml:6:37: stages[0].survey: invalid value "../../x.json", expected a file in the study\'s own folder',
        "2 errors\n",
      ].join("\n"),
    });
    await writeFile("study.yaml", surveyStudy.replace("survey.json", "../../x.json"));
    const { out } = await refract("study", "check", "study.yaml");
    expect(out.match(/^error: /gm)).toHaveLength(1);
    expect(out).toContain("error: study.yaml:6:37: stages[0].survey: ");
  });

  test.each([
    ["you.json", '{"title": "You", "pages": []}'],
    ["README.md", "# My study\n\n- stages: `a: b`\n\tand: more\n"],
    ["notes.txt", "call the panel"],
    ["people.csv", "a,b\n1,2\n"],
  ])("%s is no study file", async (name, text) => {
    await writeFile(name, text);
    expect(await refract("study", "check", name)).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: ${name}: is no study file (it has neither refract nor stages), expected study.yaml or its folder\n`,
    });
  });

  test("a folder without a study is told in words", async () => {
    await mkdir("empty");
    expect((await refract("study", "check", "empty")).err).toBe(
      "refract: empty/study.yaml: there is no such file, expected a study file\n",
    );
  });
});

describe("what stands against inviting people", () => {
  test.each([
    ["organisation: Your organisation (to be filled in)", "to be filled in"],
    ["contact: YOUR NAME", "YOUR NAME"],
    ["contact: YOUR_NAME", "YOUR_NAME"],
    ["organisation: XXXX University", "XXXX"],
    ["organisation: {en: Us, ar: اسم مؤسستكم (يُستكمل هنا)}", "يُستكمل هنا"],
    ["organisation: Ihre Universität (bitte ausfüllen)", "bitte ausfüllen"],
    ["contact: TBD", "TBD"],
    ["contact: The person who gave you this link", "The person who gave you this link"],
    ["contact: {en: Us, ar: الشخص الذي أرسل إليك هذا الرابط}", "الشخص الذي أرسل إليك هذا الرابط"],
    ["contact: mail us at study@example.org", "example.org"],
    ["description: Lorem ipsum dolor", "Lorem ipsum"],
    ["contact: '[insert address]'", "[insert address]"],
    ["organisation: '[Name of your university]'", "[Name of your university]"],
  ])("words left over from a template are told with their line: %s", async (line, words) => {
    await writeFile("study.yaml", smallStudy(undefined, `${line}\n`));
    const { exitCode, out } = await refract("study", "check", "study.yaml");
    expect(exitCode).toBe(0);
    const at = (await readFile("study.yaml", "utf8")).split("\n").indexOf(line) + 1;
    expect(out).toMatch(new RegExp(`^warning: study\\.yaml:${at}:\\d+: `, "m"));
    expect(out).toContain(`"${words}" is left over from a template, expected your own words`);
  });

  test("people of a panel who are not asked for consent are told", async () => {
    const told = "stages: nobody is asked for consent, expected a consent stage before anything else";
    await writeFile("study.yaml", surveyStudy.replace("stages:", "participants: 10\nstages:"));
    await writeFile(
      "survey.json",
      JSON.stringify({ pages: [{ name: "p", elements: [{ type: "text", name: "a" }] }] }),
    );
    expect((await refract("study", "check", "study.yaml")).out).toContain(told);
    await writeFile("study.yaml", surveyStudy);
    expect((await refract("study", "check", "study.yaml")).out).not.toContain(told);
  });

  test("a study file of another name is called by it", async () => {
    await writeFile("second-wave.yaml", smallStudy(undefined, "contact: TBD\n"));
    const { out } = await refract("study", "check", "second-wave.yaml");
    expect(out).toMatch(/^warning: second-wave\.yaml:\d+:\d+: contact: "TBD"/m);
    expect(out).not.toContain("study.yaml");
  });

  test("settings of models in a study that asks none are told, each at its line", async () => {
    const settings =
      "models: [demo:plain]\ninstruction: Be brief.\nparameters: {maxTokens: 9}\nbudget: {capUsd: 1}\n";
    await writeFile("study.yaml", surveyStudy.replace("stages:", `${settings}stages:`));
    await writeFile(
      "survey.json",
      JSON.stringify({ pages: [{ name: "p", elements: [{ type: "text", name: "a" }] }] }),
    );
    const reason = "has no effect: no stage asks models, expected a conversation stage or no such field";
    const { exitCode, out } = await refract("study", "check", "study.yaml");
    expect(exitCode).toBe(0);
    expect(out.split("\n").filter((line) => line.includes("no effect"))).toEqual([
      `warning: study.yaml:5:9: models: ${reason}`,
      `warning: study.yaml:6:14: instruction: ${reason}`,
      `warning: study.yaml:7:13: parameters: ${reason}`,
      `warning: study.yaml:8:9: budget: ${reason}`,
    ]);
    await writeFile("study.yaml", smallStudy(undefined, "budget: {capUsd: 1}\n"));
    expect((await refract("study", "check", "study.yaml")).out).not.toContain("no effect");
  });

  test("too few models and conversations are told", async () => {
    await writeFile("study.yaml", smallStudy(undefined, "entry: { maximumPeople: 3 }\n"));
    const { out } = await refract("study", "check", "study.yaml");
    expect(out).toContain(
      "the pool has 2 models and an opening shows 2: a model that fails can't be replaced",
    );
    expect(out).toContain("3 people give each of 2 models about");
  });
});

describe.skipIf(!existsSync(cases))("the cases of others (skipped where ../shared/cases is missing)", () => {
  const study = surveyStudy.replace("[en, ar]", "[en]");
  const checkSurvey = async (name: string) => {
    await writeFile("study.yaml", study);
    await copyFile(join(cases, "surveys", name), "survey.json");
    return refract("study", "check", "study.yaml");
  };

  test.each([
    "condition-chain.json",
    "plain-none-choice.json",
    "plain-other-choice.json",
    "rating-1-to-100.json",
    "scales-row-named-constructor.json",
  ])("%s can be completed as it is written", async (name) => {
    const { exitCode, out, err } = await checkSurvey(name);
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /^(?:warning: survey\.json:\d+:\d+: .* no title, so that people read the name of the field: .*\n)?ok: mine, survey > end, 0 models, languages en\n$/,
    );
  });

  test("shortest-over-longest.json is refused with its line", async () => {
    const { exitCode, out } = await checkSurvey("shortest-over-longest.json");
    expect(exitCode).toBe(2);
    expect(out).toBe(
      "error: survey.json:13:21: pages[0].elements[0].validators[0].minLength: invalid value 50, expected at most maxLength, which is 10: nobody can answer\n1 error\n",
    );
  });

  test.each(["ours", "same-short-name", "second-survey", "twice"])(
    "studies/%s can be completed",
    async (name) => {
      await mkdir("study");
      for (const file of ["study.yaml", "a.json", "b.json"])
        if (existsSync(join(cases, "studies", name, file)))
          await copyFile(join(cases, "studies", name, file), join("study", file));
      const { exitCode, out } = await refract("study", "check", "study");
      expect([exitCode, out]).toEqual([0, expect.stringContaining("ok: ")]);
    },
  );
});

describe("files in another encoding", () => {
  const check = async () => {
    const { exitCode, err } = await refract("study", "check", "study.yaml");
    return [exitCode, err];
  };
  const ask = "expected UTF-8: save it again with that encoding\n";

  test("are named with the encoding found and where it is met; a byte-order mark of UTF-8 is none", async () => {
    await writeFile("study.yaml", Buffer.from(`\u{feff}${smallStudy()}`, "utf16le"));
    expect(await check()).toEqual([2, `refract: study.yaml: the text is in UTF-16 (little-endian), ${ask}`]);
    await writeFile("study.yaml", Buffer.from(smallStudy().replace("A small study", "Caf\u00e9"), "latin1"));
    expect(await check()).toEqual([
      2,
      `refract: study.yaml:3: the byte 0xE9 ("\u00e9" in Latin-1 or Windows-1252) is not UTF-8, ${ask}`,
    ]);
    await writeFile("study.yaml", `\u{feff}${smallStudy()}`);
    expect(await check()).toMatchObject([0, expect.anything()]);
    await writeFile("study.yaml", surveyStudy);
    await writeFile("survey.json", Buffer.from('{"pages":[]}', "utf16le"));
    expect(await refract("study", "check", "study.yaml")).toMatchObject({
      exitCode: 2,
      out: expect.stringContaining("survey.json: the text is in UTF-16 (little-endian), expected UTF-8"),
    });
  });

  test("so are the models, and the codes of own words", async () => {
    await writeFile("models.yaml", Buffer.from("models:\n  - {id: caf\u00e9, use: demo:plain}\n", "latin1"));
    expect(await refract("models")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('models.yaml:2: the byte 0xE9 ("\u00e9" in Latin-1'),
    });
  });
});

test("texts that people would see as nothing are refused in their place", async () => {
  await writeFile(
    "study.yaml",
    `refract: 1
id: blank
title: Blank
contact: you@uni.test
stages:
  - id: agree
    type: consent
    version: "1"
    summary: " "
    statements:
      - {id: consent, text: "\\u200b"}
  - id: rate
    type: task
    items:
      - {id: one, question: "  ", format: {kind: choice, options: [{id: a, text: Yes}, {id: b, text: " "}]}}
  - {id: end, type: end, text: {en: "\\t"}}
`,
  );
  const { exitCode, out, err } = await refract("study", "check", "study.yaml");
  expect(exitCode).toBe(2);
  const told = `${out}${err}`;
  for (const place of [
    "study.yaml:9:14: stages[0].summary: invalid value",
    "study.yaml:11:29: stages[0].statements[0].text: invalid value",
    "study.yaml:16:37: stages[2].text.en: invalid value",
  ])
    expect(told).toContain(place);
  expect(told).toContain("expected words that can be read");

  // The items are looked at once the rest has its shape.
  const written = await readFile("study.yaml", "utf8");
  await writeFile(
    "study.yaml",
    written.replace('" "', "S").replace('"\\u200b"', "I agree").replace('"\\t"', "Thanks"),
  );
  const items = await refract("study", "check", "study.yaml");
  expect(items.out).toMatch(
    /^error: study\.yaml:15:29: stage rate: items\[0\]\.question: invalid value " {2}", expected words that can be read\nerror: study\.yaml:15:\d+: stage rate: items\[0\]\.format\.options\[1\]\.text: invalid value " "/,
  );
});
