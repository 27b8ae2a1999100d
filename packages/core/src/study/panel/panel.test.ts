import { describe, expect, test } from "vitest";
import { panelOf } from "./panel.ts";
import { cleanPanelId, isUnfilledPlaceholder, panelIdKey } from "./panel-id.ts";
import { readPanelLink, recruitmentLink } from "./panel-link.ts";
import { type PanelSettings, panelSchema } from "./panel-schema.ts";
import { fillAddress, knownPlaceholders, placeholdersIn } from "./return-address.ts";

function panel(settings: Partial<Record<keyof PanelSettings, unknown>>, completionCode?: string) {
  const found = panelOf({ entry: { panel: panelSchema.parse(settings), completionCode } });
  if (found === null) throw new Error("expected a panel");
  return found;
}

describe("an id is one id however it is written", () => {
  test.each([
    ["5a9d64f5f6dfdd0001eaa73d", "5a9d64f5f6dfdd0001eaa73d"],
    ["  5a9d64f5\t", "5a9d64f5"],
    ["%205a9d64f5%20", "5a9d64f5"],
    ["%2541%2542", "AB"],
    ["caf%C3%A9", "café"],
    ["cafe\u0301", "café"],
    ["ＡＢ１２", "AB12"],
    ["\u200bA1\ufeff\u202e", "A1"],
    ["100%", "100%"],
    ["a%zz", "a%zz"],
    ["%E0%A4%A", "%E0%A4%A"],
    ["a\u0000b", "ab"],
    ["x\ud83dy", "x\ufffdy"],
    [" \u00a0\u3000 ", ""],
  ])("%j is %j", (raw, clean) => {
    expect(cleanPanelId(raw)).toBe(clean);
  });

  test("letters' case counts where it does for the panel", () => {
    expect(panelIdKey("A1b", "sensitive")).not.toBe(panelIdKey("a1B", "sensitive"));
    expect(panelIdKey("A1b", "insensitive")).toBe(panelIdKey("%41%31B ", "insensitive"));
    expect(panelIdKey("straße", "insensitive")).toBe(panelIdKey("STRASSE", "insensitive"));
  });
});

test.each([
  ["{{%PROLIFIC_PID%}}", true],
  ["%7B%7B%25PROLIFIC_PID%25%7D%7D", true],
  ["{{%PROLIFIC_PID", true],
  ["%SURVEY_CODE%", true],
  [`\${workerId}`, true],
  ["{id}", true],
  ["[ID]", true],
  ["<PROLIFIC_PID>", true],
  ["%%PID%%", true],
  ["#{pid}", true],
  ["$workerId", true],
  ["__PID__", true],
  ["undefined", true],
  ["null", true],
  ["None", true],
  ["NaN", true],
  ["[object Object]", true],
  ["ASSIGNMENT_ID_NOT_AVAILABLE", true],
  ["nullable", false],
  ["A<1", false],
  ["_1_", false],
  ["5a9d64f5f6dfdd0001eaa73d", false],
  ["100%", false],
])("%s was left unfilled: %s", (value, unfilled) => {
  expect(isUnfilledPlaceholder(value)).toBe(unfilled);
});

describe("presets", () => {
  test("Prolific: parameters, its address for every ending that has a code, and ids in any case", () => {
    const prolific = panel({ use: "prolific", codes: { completed: "C1", declined: "NOCONSENT" } });
    const address = "https://app.prolific.com/submissions/complete?cc={code}";
    expect(prolific).toEqual({
      preset: "prolific",
      idParameter: "PROLIFIC_PID",
      idCase: "insensitive",
      studyParameter: "STUDY_ID",
      sessionParameter: "SESSION_ID",
      localeParameter: null,
      parameters: [],
      testIds: [],
      required: true,
      externalQuestion: null,
      serverCredit: null,
      addresses: {
        completed: address,
        declined: address,
        "screened-out": null,
        full: null,
        "failed-check": null,
      },
      codes: {
        completed: "C1",
        declined: "NOCONSENT",
        "screened-out": null,
        full: null,
        "failed-check": null,
      },
      paid: ["completed"],
    });
    expect(recruitmentLink(prolific, "https://study.example/s/tea")).toEqual({
      address:
        "https://study.example/s/tea?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}",
      panel: "Prolific",
      open: [],
      addsParameters: false,
    });
  });

  test("SONA: its placeholder under the name the study chose, and the very code back", () => {
    const address =
      "https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=abc&survey_code={id}";
    const sona = panel({ use: "sona", idParameter: "sona_code", addresses: { completed: address } });
    expect(recruitmentLink(sona, "https://study.example/s/tea").address).toBe(
      "https://study.example/s/tea?sona_code=%SURVEY_CODE%",
    );
    const read = readPanelLink(sona, { sona_code: " 0017 " });
    expect(read).toMatchObject({ kind: "visit", visit: { id: "0017", study: null } });
    expect(read.kind === "visit" && fillAddress(address, read.visit.values)).toBe(
      "https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=abc&survey_code=0017",
    );
  });

  test("CloudResearch Connect adds its parameters by itself, MTurk has none in a link with code", () => {
    expect(recruitmentLink(panel({ use: "connect" }), "https://study.example/s/tea")).toEqual({
      address: "https://study.example/s/tea",
      panel: "CloudResearch Connect",
      open: ["participantId", "projectId", "assignmentId"],
      addsParameters: true,
    });
    expect(recruitmentLink(panel({ use: "mturk" }), "https://study.example/s/tea")).toEqual({
      address: "https://study.example/s/tea",
      panel: "MTurk",
      open: [],
      addsParameters: false,
    });
    expect(panel({ use: "mturk" })).toMatchObject({ required: false, idParameter: "workerId" });
  });

  test.each([
    ["prolific", "insensitive"],
    ["sona", "sensitive"],
    ["connect", "insensitive"],
    ["mturk", "insensitive"],
  ] as const)("whether the case of letters counts in an id of %s: %s", (use, idCase) => {
    expect(panel({ use }).idCase).toBe(idCase);
  });

  test("what the study says replaces what the preset says", () => {
    const changed = panel({
      use: "prolific",
      idParameter: "pid",
      idCase: "sensitive",
      required: false,
      codes: { full: "F" },
      addresses: { full: "https://elsewhere.example/{code}" },
      paid: ["completed", "screened-out"],
    });
    expect(changed).toMatchObject({ idParameter: "pid", idCase: "sensitive", required: false });
    expect(changed.addresses.full).toBe("https://elsewhere.example/{code}");
    expect(changed.paid).toEqual(["completed", "screened-out"]);
  });
});

test("a study of before presets reads as it did", () => {
  const settings = panelOf({
    entry: {
      panel: panelSchema.parse({ completionUrl: "https://panel.example/done?cc={code}" }),
      completionCode: "C9",
    },
  });
  expect(settings).toMatchObject({
    preset: null,
    idParameter: "PROLIFIC_PID",
    idCase: "sensitive",
    studyParameter: null,
    required: false,
    addresses: { completed: "https://panel.example/done?cc={code}", declined: null },
    codes: { completed: "C9" },
  });
  expect(panelOf({ entry: {} })).toBeNull();
});

describe("a link", () => {
  const prolific = panel({ use: "prolific", parameters: ["wave"] });

  test("gives id, study, session and what may be handed back, and nothing it does not name", () => {
    expect(
      readPanelLink(prolific, {
        PROLIFIC_PID: "%20ABc%20",
        STUDY_ID: "s1",
        SESSION_ID: "u1",
        wave: "2 b",
        other: "x",
      }),
    ).toEqual({
      kind: "visit",
      visit: {
        id: "ABc",
        study: "s1",
        session: "u1",
        locale: null,
        values: {
          PROLIFIC_PID: "%20ABc%20",
          id: "%20ABc%20",
          STUDY_ID: "s1",
          study: "s1",
          SESSION_ID: "u1",
          session: "u1",
          wave: "2 b",
        },
      },
    });
  });

  test("without an id, with a blank one, or with names that objects have by themselves is nobody's", () => {
    expect(readPanelLink(prolific, {})).toEqual({ kind: "none" });
    expect(readPanelLink(prolific, { PROLIFIC_PID: " \u200b" })).toEqual({ kind: "none" });
    const odd = panel({ idParameter: "constructor", parameters: ["toString"] });
    expect(readPanelLink(odd, {})).toEqual({ kind: "none" });
  });

  test("with the panel's placeholder left in it is nobody's either, and says so", () => {
    expect(readPanelLink(prolific, { PROLIFIC_PID: "{{%PROLIFIC_PID%}}" })).toEqual({
      kind: "unfilled",
      value: "{{%PROLIFIC_PID%}}",
    });
    // some people fill in the parameter's name for its value
    expect(readPanelLink(prolific, { PROLIFIC_PID: " PROLIFIC_PID" })).toEqual({
      kind: "unfilled",
      value: "PROLIFIC_PID",
    });
    expect(readPanelLink(prolific, { PROLIFIC_PID: "p1", STUDY_ID: "{{%STUDY_ID%}}" })).toMatchObject({
      kind: "visit",
      visit: { study: null },
    });
  });
});

describe("an address", () => {
  test("has its placeholders filled in and encoded, and is none where one has no value", () => {
    expect(placeholdersIn("https://x.example/{id}?a={code}&b={id}")).toEqual(["id", "code"]);
    expect(fillAddress("https://x.example/{id}?a={code}&b={id}", { id: "a b&c", code: "Ä" })).toBe(
      "https://x.example/a%20b%26c?a=%C3%84&b=a%20b%26c",
    );
    expect(fillAddress("https://x.example/{id}", { code: "1" })).toBeNull();
    expect(fillAddress("https://x.example/{constructor}", {})).toBeNull();
    expect(fillAddress("https://x.example/", {})).toBe("https://x.example/");
  });

  test("may name the code, the roles and the parameters of its panel", () => {
    expect(knownPlaceholders(panel({ use: "sona" }))).toEqual(["code", "id", "survey_code"]);
    expect(knownPlaceholders(panel({ use: "prolific", parameters: ["wave"] }))).toEqual([
      "code",
      "id",
      "study",
      "session",
      "PROLIFIC_PID",
      "STUDY_ID",
      "SESSION_ID",
      "wave",
    ]);
  });
});
