import type { EventRow, ParticipantRow, ResponseRow } from "@refract/store";
import { describe, expect, test } from "vitest";
import { checkStudy, openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  type NewEvent,
  newSession,
  numberEvents,
  receiveDraw,
  replaySession,
  type Session,
  sessionDraw,
  viewSession,
} from "../session/session.ts";
import { builtInStages } from "../stages.ts";
import type { TaskResponse } from "./task-view.ts";

const header = "refract: 1\nid: views\ntitle: Views\nlanguages: [en, ar]\nstages:\n";
const survey = {
  "survey.json": JSON.stringify({
    pages: [
      {
        name: "you",
        elements: [
          {
            type: "radiogroup",
            name: "country",
            title: "Country",
            choices: ["Kenya", "Peru"],
            isRequired: true,
          },
        ],
      },
    ],
  }),
};
const scale = `
    format:
      kind: likert
      options: [{id: no, text: {en: No, ar: لا}}, {id: perhaps, text: {en: Perhaps, ar: ربما}}, {id: yes, text: {en: "Yes", ar: نعم}}]
`;
const task = (items: string, more = "") =>
  `${header}  - id: opinions
    type: task
    instruction: {en: Say what you think., ar: قل ما تراه.}${scale}${more}
    items:
${items}
  - {id: end, type: end}
`;
const three = `
      - {id: one, question: {en: One?, ar: واحد؟}}
      - {id: two, question: Two?, optOuts: [{id: unsure, text: I don't know}]}
      - {id: three, question: Three?}
`;
const open = (text: string, files: Record<string, string> = {}) =>
  openStudy({ "study.yaml": text, ...files }, builtInStages);

const participant: ParticipantRow = {
  id: "p",
  studyId: "views",
  studyVersion: 1,
  ordinal: 1,
  seed: "seed",
  simulated: false,
  test: false,
  language: "en",
  status: "active",
  enteredAt: 1000,
  consentedAt: null,
  endedAt: null,
  outcome: null,
};

/** A person driven through the pure engine; what the store would have of their items. */
function drive(opened: ReturnType<typeof open>) {
  let session: Session = newSession(opened, participant);
  let at = 1000;
  const log: EventRow[] = [];
  const rows = new Map<string, ResponseRow>();
  const apply = (events: readonly NewEvent[]) => {
    at += 1000;
    const numbered = numberEvents(session, events, at, null);
    const step = applyEvents(session, numbered);
    session = step.session;
    log.push(...numbered);
    for (const change of step.rows) if (change.table === "responses") rows.set(change.row.item, change.row);
  };
  const command = (stageId: string | null, sent: { type: string }) =>
    apply(decideSession(session, { id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11", stageId, command: sent }));
  return {
    rows,
    command,
    session: () => session,
    replay: () => replaySession(opened, participant, JSON.parse(JSON.stringify(log))),
    draw: (load: Record<string, number> = {}) => apply(receiveDraw(session, new Map(Object.entries(load)))),
    view: () => {
      const { stage } = viewSession(session);
      if (stage?.type !== "task") throw new Error("expected the task stage");
      return stage;
    },
    begin: () => command("opinions", { type: "task.begun" }),
    goBack: (item: string) => command("opinions", { ...{ type: "task.returned", item } }),
    answer: (item: string, response: TaskResponse) =>
      command("opinions", {
        ...{ type: "task.answered", item, response, pageMs: 4000, firstInputMs: 1500 },
      }),
  };
}

describe("a task", () => {
  test("wants items of the pool once, and shows one at a time with what is left", () => {
    const person = drive(open(task(three, "    itemOrder: as-listed\n    perPerson: 2\n")));
    expect(sessionDraw(person.session())).toEqual({ scope: "opinions", abandonedAfterMs: 3_600_000 });
    expect(person.view()).toMatchObject({ item: null, count: 0 });
    person.draw({ two: 4 });
    expect(sessionDraw(person.session())).toBeNull();
    expect(person.view()).toMatchObject({ awaitsBegin: true, item: null, count: 2 });
    person.begin();
    expect(person.view()).toMatchObject({
      instruction: "Say what you think.",
      awaitsBegin: false,
      place: 0,
      count: 2,
      item: {
        id: "one",
        question: "One?",
        format: {
          kind: "likert",
          options: [
            { id: "no", text: "No" },
            { id: "perhaps", text: "Perhaps" },
            { id: "yes", text: "Yes" },
          ],
        },
      },
    });
    person.answer("one", { kind: "answer", value: "yes" });
    expect(person.view()).toMatchObject({ place: 1, item: { id: "three" } });
    person.answer("three", { kind: "answer", value: "no" });
    expect(viewSession(person.session())).toMatchObject({ status: "completed", stage: { type: "end" } });
    expect(viewSession(person.replay())).toEqual(viewSession(person.session()));
  });

  test("tells in the person's language what a picture shows, and misses a description as any text", () => {
    const pictures = (description: string) =>
      task(`
      - id: fruit
        question: {en: What is it?, ar: ما هذا؟}
        stimulus: [{kind: image, mediaType: image/png, data: AAAA, description: ${description}}]
`);
    const shown = (description: string, language: string) => {
      const person = drive(open(pictures(description)));
      person.draw();
      person.begin();
      person.command(null, { type: "session.language", ...{ language } });
      return person.view().item?.stimulus.map((part) => part.kind === "image" && part.description);
    };
    expect(shown("{en: A mango, ar: مانجو}", "ar")).toEqual(["مانجو"]);
    expect(shown("{en: A mango, ar: مانجو}", "en")).toEqual(["A mango"]);
    expect(shown("A mango", "ar")).toEqual(["A mango"]);
    expect(shown('""', "en")).toEqual([""]);
    const { problems } = checkStudy({ "study.yaml": pictures("{en: A mango}") }, builtInStages);
    expect(problems.map(({ field, message, untranslated }) => [field, message, untranslated])).toEqual([
      ["stages[0].items[0].stimulus[0].description", "no text in ar", ["ar"]],
    ]);
  });

  test("keeps what was shown, when, and what was answered in one row an item", () => {
    const person = drive(open(task(three, "    itemOrder: as-listed\n    maySkip: true\n")));
    person.draw();
    expect(person.rows.get("one")).toMatchObject({ assignedAt: 2000, shownAt: null });
    person.begin();
    expect(person.rows.get("three")).toMatchObject({
      place: 2,
      shownAt: null,
      answeredAt: null,
      missing: "not-asked",
      rule: "people/open",
    });
    person.answer("one", { kind: "answer", value: "perhaps" });
    person.answer("two", { kind: "opt-out", option: "unsure" });
    person.answer("three", { kind: "pass", reason: "prefer-not-to-say" });
    expect(person.rows.get("one")).toEqual({
      participantId: "p",
      scope: "opinions",
      item: "one",
      place: 0,
      optionOrder: ["no", "perhaps", "yes"],
      seed: expect.stringMatching(/^[0-9a-f]{32}$/),
      assignedAt: 2000,
      shownAt: 3000,
      answeredAt: 4000,
      pageMs: 4000,
      firstInputMs: 1500,
      reply: "Perhaps",
      value: "perhaps",
      missing: null,
      rule: "people/answer",
    });
    expect(person.rows.get("two")).toMatchObject({
      shownAt: 4000,
      answeredAt: 5000,
      reply: "I don't know",
      value: "unsure",
      rule: "people/opt-out",
    });
    expect(person.rows.get("three")).toMatchObject({
      value: null,
      missing: "prefer-not-to-say",
      rule: "people/prefer-not-to-say",
    });
  });

  test("refuses an answer to another item, of another kind, and a way out that it does not have", () => {
    const person = drive(open(task(three, "    itemOrder: as-listed\n    mayDecline: false\n")));
    person.draw();
    expect(() => person.answer("one", { kind: "answer", value: "yes" })).toThrow("expected none");
    person.begin();
    expect(() => person.begin()).toThrow("under way");
    expect(() => person.answer("two", { kind: "answer", value: "yes" })).toThrow('expected "one"');
    expect(() => person.answer("one", { kind: "answer", value: "maybe" })).toThrow(
      'response: invalid value "maybe", expected one of no, perhaps, yes',
    );
    expect(() => person.answer("one", { kind: "pass", reason: "skipped" })).toThrow("not possible");
    expect(() => person.answer("one", { kind: "opt-out", option: "unsure" })).toThrow("unknown opt-out");
  });

  test("lets people return and answer anew: the newest answer counts, with the time of all visits", () => {
    const person = drive(open(task(three, "    itemOrder: as-listed\n")));
    person.draw();
    person.begin();
    expect(person.view()).toMatchObject({ mayGoBack: true, place: 0, given: null });
    expect(() => person.goBack("one")).toThrow("no way back");
    person.answer("one", { kind: "answer", value: "perhaps" });
    person.answer("two", { kind: "opt-out", option: "unsure" });
    const third = person.rows.get("three");
    expect(third).toMatchObject({ shownAt: 5000, answeredAt: null });
    person.goBack("three");
    expect(person.view()).toMatchObject({ place: 1, given: { kind: "opt-out", option: "unsure" } });
    person.goBack("two");
    expect(person.view()).toMatchObject({ place: 0, given: { kind: "answer", value: "perhaps" } });
    person.answer("one", { kind: "pass", reason: "prefer-not-to-say" });
    expect(person.rows.get("one")).toMatchObject({
      place: 0,
      shownAt: 3000,
      answeredAt: 8000,
      pageMs: 8000,
      firstInputMs: 1500,
      value: null,
      missing: "prefer-not-to-say",
    });
    // What stands behind it is as it was.
    expect(person.rows.get("two")).toMatchObject({ shownAt: 4000, answeredAt: 5000, value: "unsure" });
    person.answer("two", { kind: "opt-out", option: "unsure" });
    expect(person.rows.get("three")).toEqual(third);
    expect(viewSession(person.replay())).toEqual(viewSession(person.session()));
    person.answer("three", { kind: "answer", value: "no" });
    expect(viewSession(person.session())).toMatchObject({ status: "completed" });
  });

  test("has no way back where the study says so", () => {
    const person = drive(open(task(three, "    mayGoBack: false\n    itemOrder: as-listed\n")));
    person.draw();
    person.begin();
    person.answer("one", { kind: "answer", value: "no" });
    expect(person.view()).toMatchObject({ place: 1, mayGoBack: false });
    expect(() => person.goBack("two")).toThrow("no way back");
  });

  test("without anything to read first begins with its first item", () => {
    const person = drive(
      open(task(three, "    itemOrder: as-listed\n").replace(/^ +instruction: .*\n/m, "")),
    );
    person.draw();
    expect(person.view()).toMatchObject({ awaitsBegin: false, instruction: null, item: { id: "one" } });
    expect(person.rows.get("one")).toMatchObject({ shownAt: 2000 });
  });

  test("is over for somebody for whom the pool has no item left", () => {
    const person = drive(open(task(three, "    target: 2\n")));
    person.draw({ one: 2, two: 3, three: 2 });
    expect(viewSession(person.session())).toMatchObject({ status: "completed" });
    expect([...person.rows]).toEqual([]);
  });

  test("is for people whose survey answers fit, and gives them the items that match", () => {
    const stage = task(
      `
      - {id: k, question: K?, attributes: {country: Kenya}}
      - {id: both, question: B?, attributes: {country: [Kenya, Peru]}}
      - {id: p, question: P?, attributes: {country: Peru}}
`,
      "    itemOrder: as-listed\n    eligible: [{field: country, oneOf: [Kenya]}]\n    match: [{attribute: country, field: country}]\n",
    ).replace("stages:\n", "stages:\n  - {id: you, type: survey, survey: survey.json}\n");
    const arrive = (country: string) => {
      const person = drive(open(stage, survey));
      person.command("you", { ...{ type: "survey.saved", answers: { country }, page: 0 } });
      person.command("you", { type: "survey.submitted" });
      return person;
    };
    const kenya = arrive("Kenya");
    kenya.draw();
    expect([...kenya.rows.keys()]).toEqual(["k", "both"]);
    const peru = arrive("Peru");
    expect(sessionDraw(peru.session())).toBeNull();
    expect(viewSession(peru.session())).toMatchObject({ status: "completed" });
  });

  test("may be for those who agreed to an optional statement of the consent", () => {
    const consent =
      '  - {id: consent, type: consent, version: "1", cards: [{title: T, text: X}], statements: [{id: upsetting, required: false, text: I agree to see insults.}]}\n';
    const stage = task(three, "    eligible: [{field: upsetting, oneOf: [true]}]\n").replace(
      "stages:\n",
      `stages:\n${consent}`,
    );
    const arrive = (upsetting: boolean) => {
      const person = drive(open(stage));
      person.command("consent", { ...{ type: "consent.given", statements: { upsetting } } });
      return person;
    };
    expect(sessionDraw(arrive(true).session())).not.toBeNull();
    expect(viewSession(arrive(false).session())).toMatchObject({ status: "completed" });
  });

  test("shuffles options that are no scale by a seed that is stored with the order", () => {
    const items = Array.from(
      { length: 12 },
      (_, index) =>
        `      - {id: i${index}, question: Q?, format: {kind: ranking, options: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}]}}`,
    ).join("\n");
    const person = drive(open(task(items, "    perPerson: 12\n")));
    person.draw();
    const orders = [...person.rows.values()].map(({ optionOrder }) => optionOrder.join(""));
    expect(new Set(orders).size).toBeGreaterThan(2);
    for (const order of orders) expect([...order].toSorted()).toEqual(["a", "b", "c"]);
    expect(new Set([...person.rows.values()].map(({ seed }) => seed)).size).toBe(12);
  });
});

test.each([
  [
    "a folder without an instrument",
    `${header}  - {id: t, type: task, items: records}\n`,
    ['study.yaml:6:32: stage t: items: "records" is a folder, expected `instrument` to say what reads it'],
  ],
  [
    "an item without a format",
    `${header}  - id: t\n    type: task\n    items:\n      - {id: a, question: A?}\n`,
    ['study.yaml:9:9: stage t: items[0]: item "a" has no format, expected one of its own or of the stage'],
  ],
  [
    "a field that nobody is asked",
    task(three, "    eligible: [{field: country, oneOf: [Kenya]}]\n"),
    ['study.yaml:12:24: stage opinions: eligible[0].field: no stage before this one asks "country"'],
  ],
  [
    "an answer that nobody can give",
    task(three, "    eligible: [{field: country, oneOf: [Kenya, Chile]}]\n").replace(
      "stages:\n",
      "stages:\n  - {id: you, type: survey, survey: survey.json}\n",
    ),
    [
      'study.yaml:13:48: stage opinions: eligible[0].oneOf[1]: nobody can answer "country" with "Chile", expected one of Kenya, Peru',
    ],
  ],
  [
    "an opt-out with the id of an option",
    task("      - {id: a, question: A?}", "    optOuts: [{id: perhaps, text: I don't know}]\n"),
    [
      'study.yaml:15:9: stage opinions: items[0]: item "a" has the answer "perhaps" twice among its options and opt-outs, expected unique ids',
    ],
  ],
  [
    "a line from more to less",
    task("      - {id: a, question: A?, format: {kind: vas, minimum: 5, maximum: 5, low: none, high: all}}"),
    [
      "study.yaml:14:72: stages[0].items[0].format.maximum: invalid value 5, expected more than the minimum, 5",
    ],
  ],
  [
    "an id that stands twice",
    task("      - {id: a, question: A?}\n      - {id: a, question: B?}"),
    ['study.yaml:15:14: stage opinions: items[1].id: "a" stands twice, expected a unique id'],
  ],
])("study check tells of %s, with its place", (_, text, expected) => {
  const { problems } = checkStudy({ "study.yaml": text, ...survey }, builtInStages);
  const errors = problems
    .filter(({ severity }) => severity === "error")
    .map(({ file, line, column, field, message }) => `${file}:${line}:${column}: ${field}: ${message}`);
  expect(errors).toEqual(expected);
});
