import { expect, test } from "vitest";
import { viewSession } from "../session/session.ts";
import { openTestStudy, walkEngine } from "./engine-walk.fixture.ts";
import { planSimulation } from "./simulation-plan.ts";
import { testSurvey } from "./test-survey.fixture.ts";

const statements = [
  "values",
  "fluency",
  "factuality",
  "safety",
  "diversity",
  "creativity",
  "helpfulness",
].map((id) => ({ id, text: `It was about ${id}.` }));
const ends = { minimumLabel: "low", maximumLabel: "high" };
const conversation = {
  id: "talk",
  type: "conversation",
  types: [
    { id: "unguided", title: "Anything", count: 2 },
    { id: "values guided", title: "Values", count: 2 },
    { id: "controversy guided", title: "Controversy", count: 2 },
  ],
  typeQuota: "soft",
  maximumConversations: 7,
  mayStopAfter: 1,
  turns: { minimum: 2, maximum: 22 },
  judge: { kind: "scale", ...ends },
  practice: { prompt: "Hello?", responses: ["Hello.", "Good day."] },
  attributes: [
    { id: "performance_attributes", stem: "This response …", ...ends, statements },
    { id: "choice_attributes", stem: "I chose it since …", ...ends, statements },
  ],
  feedback: { prompt: "How was it?" },
};
const consent = {
  id: "consent",
  type: "consent",
  version: "1",
  statements: [
    { id: "consent", text: "I agree." },
    { id: "contact", text: "You may write to me.", required: false },
  ],
};
const whole = (judge: object = {}) =>
  openTestStudy(
    [
      consent,
      { id: "survey", type: "survey", survey: "survey.json" },
      { ...conversation, judge: { ...conversation.judge, ...judge } },
    ],
    { languages: ["en", "ar"] },
    { "survey.json": JSON.stringify(testSurvey) },
  );

const people = Array.from({ length: 20 }, (_, index) => index + 1);
const walks = (study: ReturnType<typeof openTestStudy>, seed = "1") => {
  const plan = planSimulation(study, seed);
  return people.map((ordinal) => walkEngine(study, plan, ordinal));
};

test("twenty people come to the end of every stage with commands the engine accepts", () => {
  for (const judge of [{}, { startAt: 50, tie: "random" }, { minimum: 0, maximum: 3 }]) {
    for (const walk of walks(whole(judge))) {
      expect(walk.session.status).toBe("completed");
      const { stage } = viewSession(walk.session);
      expect(stage?.type === "end" ? stage.conversations : 0).toBeGreaterThanOrEqual(1);
      expect(stage?.type === "end" ? stage.conversations : 0).toBeLessThanOrEqual(7);
      expect(walk.commands.every(({ thinkMs }) => Number.isInteger(thinkMs) && thinkMs >= 0)).toBe(true);
    }
  }
});

test("the same seed gives the same decisions and times, another seed others", () => {
  const study = whole();
  const decisions = (seed: string) => walks(study, seed).map(({ commands }) => commands);
  const first = decisions("1");
  expect(decisions("1")).toEqual(first);
  expect(decisions("2")).not.toEqual(first);
});

test("a person is the same whoever else takes part, and whatever the models answer", () => {
  const study = whole();
  const plan = planSimulation(study, "1");
  const alone = walkEngine(study, plan, 7, () => "Something else entirely.");
  const among = walkEngine(study, plan, 7);
  const scores = (walk: typeof alone) =>
    walk.rows.flatMap((change) => (change.table === "utterances" ? [change.row.score] : []));
  expect(alone.person).toEqual(among.person);
  expect(scores(alone)).toEqual(scores(among));
});

test("people speak each language of the study, and say in free texts that they are simulated", () => {
  const spoken = walks(whole());
  const feedback = spoken.flatMap(({ person, rows }) =>
    rows.flatMap((change) =>
      change.table === "answers" && change.row.field === "open_feedback"
        ? [{ language: person.language, text: String(change.row.value) }]
        : [],
    ),
  );
  expect(new Set(spoken.map(({ person }) => person.language))).toEqual(new Set(["en", "ar"]));
  for (const { language, text } of feedback) {
    expect(text.startsWith(language === "ar" ? "[محاكاة]" : "[simulated]")).toBe(true);
  }
});

test("most people have two conversations of each type, and turns go beyond the minimum", () => {
  const rows = walks(whole()).flatMap((walk) => walk.rows);
  const begun = new Map(
    rows.flatMap((change) =>
      change.table === "conversations" ? [[change.row.id, change.row] as const] : [],
    ),
  );
  const perPerson = people.map((ordinal) => {
    const own = [...begun.values()].filter((row) => row.participantId === `person-${ordinal}`);
    return ["unguided", "values guided", "controversy guided"].map(
      (type) => own.filter((row) => row.type === type).length,
    );
  });
  const asPlanned = perPerson.filter((counts) => counts.every((count) => count === 2));
  expect(asPlanned.length).toBeGreaterThan(10);
  const turns = new Map<string, number>();
  for (const change of rows) {
    if (change.table === "interactions")
      turns.set(
        change.row.conversationId,
        Math.max(turns.get(change.row.conversationId) ?? 0, change.row.turn + 1),
      );
  }
  const mean = [...turns.values()].reduce((sum, count) => sum + count, 0) / turns.size;
  expect(mean).toBeGreaterThan(2.7);
  expect(mean).toBeLessThan(4.2);
});

test("failing models are retried, and a person with no model that answers says so", () => {
  const study = whole();
  const plan = planSimulation(study, "1");
  let failures = 0;
  const walk = walkEngine(study, plan, 1, (ask) => {
    failures += 1;
    return failures <= 6 ? null : `Answer of ${ask.model.id}.`;
  });
  expect(walk.commands.filter(({ command }) => command.type === "turn.retried")).toHaveLength(1);
  expect(walk.session.status).toBe("completed");
});

test("verdicts of an arena agree with the utilities, and ties and bad pairs occur", () => {
  const study = openTestStudy([
    {
      id: "arena",
      type: "conversation",
      types: [{ id: "battle", title: "Battle", count: 12 }],
      opening: { models: 2 },
      continuation: { with: "all" },
      turns: { minimum: 1, maximum: 4 },
      judge: {
        kind: "verdict",
        options: [
          { id: "left", label: "Left", winner: 0 },
          { id: "right", label: "Right", winner: 1 },
          { id: "tie", label: "Tie" },
          { id: "both-bad", label: "Both bad" },
        ],
      },
    },
  ]);
  const plan = planSimulation(study, "arena");
  const verdicts = new Map<string, number>();
  let agree = 0;
  let clear = 0;
  for (const ordinal of people) {
    const { person, rows } = walkEngine(study, plan, ordinal);
    const last = new Map(
      rows.flatMap((change) =>
        change.table === "utterances" ? [[change.row.slotId, change.row] as const] : [],
      ),
    );
    for (const change of rows) {
      if (change.table !== "interactions" || change.row.verdict === null) continue;
      verdicts.set(change.row.verdict, (verdicts.get(change.row.verdict) ?? 0) + 1);
      const pair = [...last.values()].filter((row) => row.interactionId === change.row.id);
      const chosen = pair.find((row) => row.chosen);
      const other = pair.find((row) => !row.chosen);
      if (chosen === undefined || other === undefined) continue;
      const gain = (person.utilities[chosen.modelId] ?? 0) - (person.utilities[other.modelId] ?? 0);
      if (Math.abs(gain) < 0.5) continue;
      clear += 1;
      if (gain > 0) agree += 1;
    }
  }
  expect([...verdicts.keys()].toSorted()).toEqual(["both-bad", "left", "right", "tie"]);
  expect(clear).toBeGreaterThan(50);
  expect(agree / clear).toBeGreaterThan(0.65);
});
