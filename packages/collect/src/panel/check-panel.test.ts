import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatProblem } from "@refract/core";
import { repositoryRoot } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { checkStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";

const survey = JSON.stringify({
  pages: [
    {
      name: "p",
      elements: [
        { type: "radiogroup", name: "age", title: "Age?", choices: ["young", "old"] },
        { type: "text", name: "note", title: "Note?" },
      ],
    },
  ],
});
const study = (panel: string, extra = "", endings = "") => ({
  "study.yaml": `refract: 1
id: s
title: S
participants: 10
entry:
${extra}  panel: ${panel}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json, endings: [${endings}]}
  - {id: end, type: end}
`,
  "you.json": survey,
});
const problemsOf = (files: Readonly<Record<string, string>>) =>
  checkStudy(files, builtInStages).problems.map(
    (problem) => `${problem.severity} ${formatProblem(problem).replace("study.yaml:", "")}`,
  );
const bothRules =
  "{as: screened-out, when: [{field: age, oneOf: [young]}]}, {as: failed-check, when: [{field: note, noneOf: [ok]}]}";

describe("a preset passes with all its codes and addresses and names each one that is missing", () => {
  const codes = "completed: A, declined: B, screenedOut: C, full: D, failedCheck: E";
  const sona =
    "https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=t&survey_code={id}";
  const addresses = (completed: string) =>
    `addresses: {completed: "${completed}", declined: "https://x.example/d", screenedOut: "https://x.example/s", full: "https://x.example/f", failedCheck: "https://x.example/c"}`;
  test.each([
    ["prolific", `{use: prolific, codes: {${codes}}}`],
    ["sona", `{use: sona, ${addresses(sona)}}`],
    ["connect, by address", `{use: connect, ${addresses("https://connect.example/done")}}`],
    ["connect, by code", `{use: connect, codes: {${codes}}}`],
    ["mturk", "{use: mturk, codes: {declined: B, screenedOut: C, full: D, failedCheck: E}}"],
  ])("%s", (_, panel) => {
    expect(problemsOf(study(panel, "", bothRules))).toEqual([]);
  });

  test.each([
    [
      "prolific",
      "{use: prolific}",
      [
        "error 6:10: entry.panel.codes.completed: missing, expected the code that Prolific gives for completed people: without it nobody is paid",
        "warning 6:10: entry.panel.codes.declined: missing: people who decline are not led back to Prolific; they see whether they are paid and have to go back by themselves",
        "warning 6:10: entry.panel.codes.screenedOut: missing: people who are screened out are not led back to Prolific; they see whether they are paid and have to go back by themselves",
        "warning 6:10: entry.panel.codes.full: missing: people who find every place taken are not led back to Prolific; they see whether they are paid and have to go back by themselves",
        "warning 6:10: entry.panel.codes.failedCheck: missing: people who fail a check are not led back to Prolific; they see whether they are paid and have to go back by themselves",
      ],
    ],
    [
      "sona",
      "{use: sona}",
      [
        "error 6:10: entry.panel.addresses.completed: missing, expected https://SCHOOL.sona-systems.com/webstudy_credit.aspx?experiment_id=N&credit_token=T&survey_code={id}, or entry.panel.serverCredit with https://SCHOOL.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=N&credit_token=T&survey_code={id}: without it nobody is paid",
        ...["declined", "screenedOut", "full", "failedCheck"].map((field) =>
          expect.stringContaining(`warning 6:10: entry.panel.addresses.${field}: missing: people who`),
        ),
      ],
    ],
    [
      "connect",
      "{use: connect}",
      [
        "error 6:10: entry.panel.addresses.completed: missing, expected the redirect address that Connect shows at the end of creating the project, or the code that people type in entry.panel.codes.completed: without it nobody is paid",
        ...["declined", "screenedOut", "full", "failedCheck"].map((field) =>
          expect.stringContaining(`entry.panel.addresses.${field}: missing: people who`),
        ),
      ],
    ],
    [
      "mturk",
      "{use: mturk}",
      ["declined", "screenedOut", "full", "failedCheck"].map((field) =>
        expect.stringContaining(`entry.panel.addresses.${field}: missing: people who`),
      ),
    ],
  ])("%s without any", (_, panel, problems) => {
    expect(problemsOf(study(panel, "", bothRules))).toEqual(problems);
  });

  test.each([
    ["MTurk's external question, in whose page everybody still is", "{use: mturk, externalQuestion: true}"],
    [
      "SONA's server call and ways back",
      '{use: sona, serverCredit: "https://x.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=1&credit_token=2&survey_code={id}", addresses: {declined: "https://x.sona-systems.com/", screenedOut: "https://x.sona-systems.com/", full: "https://x.sona-systems.com/", failedCheck: "https://x.sona-systems.com/"}}',
    ],
  ])("%s need nothing more", (_, panel) => {
    expect(problemsOf(study(panel, "", bothRules))).toEqual([]);
  });

  test("endings that the study cannot have are not asked for", () => {
    const files = {
      "study.yaml":
        "refract: 1\nid: s\ntitle: S\nentry: {panel: {use: prolific, codes: {completed: A}}}\nstages:\n  - {id: end, type: end}\n",
    };
    expect(problemsOf(files)).toEqual([]);
  });
});

describe("what would go wrong is said where it stands", () => {
  const done = "completed: https://x.example/done";
  test.each([
    [
      "an unknown placeholder",
      '{addresses: {completed: "https://x.example/{pid}?c={code}"}, codes: {completed: A}}',
      "error 6:34: entry.panel.addresses.completed: unknown placeholder {pid}, expected one of {code}, {id}, {PROLIFIC_PID}; a parameter to hand back is listed in entry.panel.parameters",
    ],
    [
      "an unknown placeholder in the earlier name",
      '{completionUrl: "https://x.example/{Code}"}',
      "error 6:26: entry.panel.completionUrl: unknown placeholder {Code}, expected one of {code}, {id}, {PROLIFIC_PID}; a parameter to hand back is listed in entry.panel.parameters",
    ],
    [
      "an id that would be released",
      `{idParameter: PID, studyParameter: PID, addresses: {${done}}}`,
      'error 6:45: entry.panel.studyParameter: "PID" names a person or their submission and would be released, expected another parameter',
    ],
    [
      "one code for paid and unpaid people",
      "{use: prolific, codes: {completed: A, declined: A}}",
      'error 6:58: entry.panel.codes.declined: "A" is the code of completed people too, expected a code of its own: people who decline would be paid',
    ],
    [
      "a SONA address without the code",
      "{use: sona, addresses: {completed: https://x.sona-systems.com/a}}",
      "error 6:45: entry.panel.addresses.completed: holds no {id}, so that SONA credits nobody, expected https://SCHOOL.sona-systems.com/webstudy_credit.aspx?experiment_id=N&credit_token=T&survey_code={id}",
    ],
    [
      "a mode of another panel",
      "{use: prolific, externalQuestion: true, codes: {completed: A}}",
      "error 6:44: entry.panel.externalQuestion: has no effect without use: mturk, expected that preset or no externalQuestion",
    ],
    [
      "a server call to another panel",
      '{use: mturk, serverCredit: "https://x.example/"}',
      "error 6:37: entry.panel.serverCredit: has no effect without use: sona, expected that preset or no serverCredit",
    ],
    [
      "a server call that is not SONA's",
      '{use: sona, serverCredit: "https://10.0.0.1/services/SonaAPI.svc/WebstudyCredit?experiment_id=1&credit_token=2&survey_code={id}"}',
      "error 6:36: entry.panel.serverCredit: leads to 10.0.0.1, expected https://SCHOOL.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=N&credit_token=T&survey_code={id}",
    ],
    [
      "an address that wants a code where there is none",
      '{addresses: {completed: https://x.example/done, declined: "https://x.example/{code}"}}',
      "warning 6:10: entry.panel.codes.declined: missing: people who decline are not led back to the panel; they see whether they are paid and have to go back by themselves",
    ],
    [
      "a code of everybody's own at Prolific",
      '{completionUrl: "https://app.prolific.com/submissions/complete?cc={code}"}',
      "warning 6:26: entry.panel.completionUrl: {code} is another code for every person, and Prolific knows only the codes of its study: nobody would be paid; expected one code for everybody in entry.panel.codes.completed",
    ],
    [
      "a code of everybody's own at a panel whose name ends like Prolific's",
      '{completionUrl: "https://notprolific.com/complete?cc={code}"}',
      "warning 6:26: entry.panel.completionUrl: {code} is another code for every person, which a panel that expects one code does not know; expected one code for everybody in entry.panel.codes.completed",
    ],
    [
      "people who may come without the id that is handed back",
      '{addresses: {completed: "https://x.example/{id}"}}',
      "warning 6:34: entry.panel.addresses.completed: hands back {id}, and people may come without PROLIFIC_PID: nobody could credit them; expected entry.panel.required: true",
    ],
    [
      "a preset whose people may come without an id",
      "{use: prolific, required: false, codes: {completed: A}}",
      "warning 6:36: entry.panel.required: invalid value false, and Prolific cannot pay people who come without PROLIFIC_PID; expected true",
    ],
  ])("%s", (_, panel, problem) => {
    expect(problemsOf(study(panel))).toContain(problem);
  });

  test("people who are paid for another ending may take the code of completed people", () => {
    const panel = "{use: prolific, paid: [completed, declined], codes: {completed: A, declined: A}}";
    expect(problemsOf(study(panel)).join("\n")).not.toContain("would be paid");
  });

  test("SONA's code may be handed back under its own name", () => {
    const address =
      "https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=t&survey_code={survey_code}";
    expect(problemsOf(study(`{use: sona, addresses: {completed: "${address}"}}`)).join("\n")).not.toContain(
      "holds no {id}",
    );
  });

  test.each([
    [
      "  maximumPeople: 5\n",
      "{idParameter: PID}",
      "error 6:18: entry.maximumPeople: is set as participants too, expected one of the two",
    ],
    [
      "  completionCode: A\n",
      "{codes: {completed: B}}",
      "error 6:19: entry.completionCode: is set as entry.panel.codes.completed too, expected one of the two",
    ],
  ])("a setting under both its names: %s", (extra, panel, problem) => {
    expect(problemsOf(study(panel, extra))).toEqual([problem]);
  });

  test("rules that end a visit name questions and answers that there are", () => {
    const rules =
      "{as: screened-out, when: [{field: agee, oneOf: [young]}]}, {as: failed-check, when: [{field: age, noneOf: [middle]}, {field: consent, oneOf: [true]}]}";
    expect(problemsOf(study("{idParameter: PID}", "", rules))).toEqual([
      'error 9:91: stage you: endings[0].when[0].field: no question up to the end of this stage asks "agee"',
      'error 9:164: stage you: endings[1].when[0].noneOf[0]: nobody can answer "age" with "middle", expected one of young, old',
    ]);
  });
});

const casesFolder = join(dirname(repositoryRoot()), "shared", "cases", "panels");
describe.skipIf(!existsSync(casesFolder))(
  "links as people write them (skipped without the shared cases)",
  () => {
    const caseOf = (name: string) => ({ "study.yaml": readFileSync(join(casesFolder, name), "utf8") });

    test("Prolific with a code of their own for everybody: nobody would be paid", () => {
      expect(problemsOf(caseOf("prolific.study.yaml"))).toEqual([
        "warning 12:20: entry.panel.completionUrl: {code} is another code for every person, and Prolific knows only the codes of its study: nobody would be paid; expected one code for everybody in entry.panel.codes.completed",
        "warning 11:5: entry.panel.addresses.declined: missing: people who decline are not led back to the panel; they see whether they are paid and have to go back by themselves",
      ]);
    });

    test("SONA whose people may come without a code: they could not be credited", () => {
      expect(problemsOf(caseOf("sona.study.yaml"))).toEqual([
        "warning 11:5: entry.panel.addresses.declined: missing: people who decline are not led back to the panel; they see whether they are paid and have to go back by themselves",
        "warning 12:20: entry.panel.completionUrl: hands back {id}, and people may come without survey_code: nobody could credit them; expected entry.panel.required: true",
      ]);
    });
  },
);

describe("what would leave people unpaid or send everybody away", () => {
  const withCodes = (completed: string, more = "") =>
    `{use: prolific, codes: {completed: "${completed}", declined: B, full: D}${more}}`;

  test("a code that is Prolific's whole address is refused with the code in it", () => {
    expect(problemsOf(study(withCodes("https://app.prolific.com/submissions/complete?cc=C1A2B3C4")))).toEqual(
      [
        'error 6:45: entry.panel.codes.completed: invalid value "https://app.prolific.com/submissions/complete?cc=C1A2B3C4", which is an address or a part of one; expected the code alone, "C1A2B3C4"',
      ],
    );
    expect(problemsOf(study(withCodes("cc=C1")))[0]).toContain("expected the code alone");
  });

  test("people who complete and are told that they are not paid", () => {
    expect(problemsOf(study(withCodes("A", ", paid: [declined]")))).toEqual([
      "warning 6:79: entry.panel.paid: people who complete are told that they are not paid, expected completed among those who are",
    ]);
  });

  const rules = (endings: string) =>
    problemsOf(study(withCodes("A"), "", endings)).filter((line) => /endings\[/.test(line));

  test("one failed check is enough for a rejection, which Prolific undoes in studies of five minutes or longer", () => {
    const rule = (fields: readonly string[]) =>
      `{as: failed-check, when: [${fields.map((field) => `{field: ${field}, noneOf: [old]}`).join(", ")}]}`;
    const panel =
      "{use: prolific, codes: {completed: A, declined: B, screenedOut: C, full: D, failedCheck: E}}";
    const warnings = (minutes: number, use: string, fields: readonly string[], failures = 2) => {
      const files = study(use, "", rule(fields));
      const yaml = files["study.yaml"]
        .replace("title: S", `title: S\ndurationMinutes: ${minutes}`)
        .replace("survey: you.json,", `survey: you.json, screenOutAfterFailedChecks: ${failures},`);
      return problemsOf({ ...files, "study.yaml": yaml }).filter((line) => line.includes("enough"));
    };
    const message =
      "1 failed check is enough, and Prolific rejects nobody for fewer than 2 in a study of 5 minutes or longer; expected a rule of 2, or no rejection for it";
    const [ofRule, ...others] = warnings(5, panel, ["age"]);
    expect(ofRule).toMatch(/^warning 10:\d+: stage you: endings\[0\]: /);
    expect(ofRule).toContain(message);
    expect(others).toEqual([]);
    expect(warnings(5, panel, ["age", "age"])).toHaveLength(1);
    expect(warnings(5, panel, ["age", "note"])).toEqual([]);
    expect(warnings(5, panel, ["age", "note"], 1)).toEqual([
      expect.stringContaining(`stage you: screenOutAfterFailedChecks: ${message}`),
    ]);
    expect(warnings(4, panel, ["age"])).toEqual([]);
    expect(warnings(5, "{idParameter: PID}", ["age"])).toEqual([]);
  });

  test("a rule that nobody or everybody meets", () => {
    expect(
      rules("{as: screened-out, when: [{field: age, oneOf: [young]}, {field: age, oneOf: [old]}]}"),
    ).toEqual([
      'error 9:57: stage you: endings[0]: ends nobody\'s visit: no answer to "age" makes all its conditions hold',
    ]);
    expect(rules("{as: screened-out, when: [{field: age, oneOf: [young, old]}]}")).toEqual([
      'error 9:57: stage you: endings[0]: ends the visit of everybody who answers "age", expected a rule that lets some go on',
    ]);
    // Whoever leaves it blank is none of both.
    expect(rules("{as: screened-out, when: [{field: age, noneOf: [young, old]}]}")).toEqual([]);
    expect(
      rules("{as: screened-out, when: [{field: age, oneOf: [young, old]}, {field: note, oneOf: [x]}]}"),
    ).toEqual([]);
  });

  test("a rule by which the right answer fails the check", () => {
    const files = study(withCodes("A"), "", "{as: failed-check, when: [{field: age, noneOf: [young]}]}");
    const withRight = (right: string) => ({
      ...files,
      "you.json": survey.replace('"name":"age"', `"name":"age","correctAnswer":"${right}"`),
    });
    const found = (right: string) => problemsOf(withRight(right)).filter((line) => line.includes("endings["));
    expect(found("young")).toEqual([]);
    expect(found("old")).toEqual([
      'error 9:57: stage you: endings[0]: whoever gives the correctAnswer to "age" fails the check, expected those who do not',
    ]);
    // nobody is said to have failed who is only not asked for
    const screening = study(withCodes("A"), "", "{as: screened-out, when: [{field: age, noneOf: [young]}]}");
    const asked = { ...withRight("old"), "study.yaml": screening["study.yaml"] };
    expect(problemsOf(asked).filter((line) => line.includes("endings["))).toEqual([]);
  });
});
