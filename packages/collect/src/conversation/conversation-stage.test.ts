import { RefractError } from "@refract/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openStudy } from "../session/open-study.ts";
import { decideSession, sessionAsks, viewSession } from "../session/session.ts";
import { builtInStages } from "../stages.ts";
import type { ConversationCommand } from "./conversation-view.ts";
import { begin, drive, rate, refusal, study, trace } from "./driven-person.fixture.ts";

describe("the opening turn", () => {
  test("over 21,000 openings of 4 from 21 every model is drawn 4,000 times +- 250 and never twice in one", () => {
    const opened = study();
    const drawn = new Map<string, number>();
    for (let n = 0; n < 21_000; n += 1) {
      const person = drive(opened, `person ${n}`);
      person.send(begin);
      const asked = person.asks().map((ask) => ask.model.id);
      expect(new Set(asked).size).toBe(4);
      for (const id of asked) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    }
    expect(drawn.size).toBe(21);
    for (const count of drawn.values()) expect(Math.abs(count - 4000)).toBeLessThanOrEqual(250);
  }, 120_000);

  test("nothing the browser gets names a model, before, while and after it answers", () => {
    const person = drive(study());
    const views = [viewSession(person.session())];
    person.send(begin);
    views.push(viewSession(person.session()));
    person.answerAll();
    views.push(viewSession(person.session()));
    rate(person, [10, 20, 30, 40]);
    person.send({ type: "turn.chosen", slotId: null });
    views.push(viewSession(person.session()));
    expect(JSON.stringify(views)).not.toContain("secret");
    // The order of the models has the same root as the stored id of the conversation.
    const { conversationId } = z
      .object({ conversationId: z.string() })
      .parse(person.log.find(({ type }) => type === "conversation.begun")?.payload);
    expect(JSON.stringify(views)).not.toContain(conversationId);
  });

  test("while responses are on their way all slots look the same, whichever are there", () => {
    const person = drive(study());
    person.send(begin);
    const before = person.view();
    const [first] = person.asks();
    if (first === undefined) throw new Error("expected an ask");
    person.report({ kind: "completed", slotId: first.slotId, attempt: 0, text: "quick", attempts: [] });
    expect(person.view()).toEqual(before);
    expect(person.view().phase).toBe("answering");
  });

  test("a failed slot goes to the next model drawn, and a late answer of the failed one is void", () => {
    const person = drive(study());
    person.send(begin);
    const drawn = person.asks().map((ask) => ask.model.id);
    const [first] = person.asks();
    if (first === undefined) throw new Error("expected an ask");
    person.report({ kind: "failed", slotId: first.slotId, attempt: 0, reason: "server", attempts: [] });
    const [again] = person.asks();
    expect(again?.slotId).toBe(first.slotId);
    expect(again?.attempt).toBe(1);
    expect(drawn).not.toContain(again?.model.id);
    person.report({ kind: "completed", slotId: first.slotId, attempt: 0, text: "too late", attempts: [] });
    expect(person.asks()).toHaveLength(4);
    person.answerAll();
    expect(JSON.stringify(person.view())).not.toContain("too late");
    const rows = person.rows.filter(
      (change) => change.table === "utterances" && change.row.slotId === first.slotId,
    );
    expect(rows.at(-1)?.row).toMatchObject({ modelId: again?.model.id });
  });

  test("with onFailure drop 2 of 4 remain, as in PRISM, and all failing asks for another try", () => {
    const person = drive(study("    onFailure: drop"));
    person.send(begin);
    const [a, b, c, d] = person.asks();
    if (a === undefined || b === undefined || c === undefined || d === undefined)
      throw new Error("expected four asks");
    const fail = (ask: typeof a) =>
      person.report({ kind: "failed", slotId: ask.slotId, attempt: 0, reason: "empty", attempts: [] });
    fail(a);
    fail(c);
    person.answerAll();
    expect(person.view().conversation?.turn?.slots.map((slot) => [slot.label, slot.id])).toEqual([
      ["A", b.slotId],
      ["B", d.slotId],
    ]);

    const unlucky = drive(study("    onFailure: drop"));
    unlucky.send(begin);
    for (const ask of unlucky.asks())
      unlucky.report({ kind: "failed", slotId: ask.slotId, attempt: 0, reason: "timeout", attempts: [] });
    expect(unlucky.view().phase).toBe("failed");
    expect(unlucky.view().conversation?.turn?.failure).toBe("models");
    unlucky.send({ type: "turn.retried" });
    expect(unlucky.view().phase).toBe("answering");
    unlucky.answerAll();
    expect(unlucky.view().phase).toBe("rate");
  });

  test("a spent budget ends the turn at once and says so", () => {
    const person = drive(study());
    person.send(begin);
    for (const ask of person.asks())
      person.report({ kind: "failed", slotId: ask.slotId, attempt: 0, reason: "budget", attempts: [] });
    expect(person.view().phase).toBe("failed");
    expect(person.view().conversation?.turn?.failure).toBe("budget");
  });

  test("an interrupted response is asked again of the same model as a new attempt", () => {
    const person = drive(study());
    person.send(begin);
    const [first] = person.asks();
    if (first === undefined) throw new Error("expected an ask");
    person.report({ kind: "failed", slotId: first.slotId, attempt: 0, reason: "interrupted", attempts: [] });
    expect(person.asks()[0]).toMatchObject({
      slotId: first.slotId,
      attempt: 1,
      model: { id: first.model.id },
    });
  });
});

test("a response that found no turn at the account is asked of the same model once more, then of the next", () => {
  const person = drive(study());
  person.send(begin);
  const [first] = person.asks();
  if (first === undefined) throw new Error("expected an ask");
  const busy = (attempt: number) =>
    person.report({ kind: "failed", slotId: first.slotId, attempt, reason: "busy", attempts: [] });
  busy(0);
  expect(person.asks()[0]).toMatchObject({ attempt: 1, model: { id: first.model.id } });
  busy(1);
  const third = person.asks()[0];
  expect(third).toMatchObject({ slotId: first.slotId, attempt: 2 });
  expect(third?.model.id).not.toBe(first.model.id);
});

describe("choosing", () => {
  test("the highest score wins and its model goes on with two samples and the chosen history", () => {
    const person = drive(study());
    person.send(begin);
    const openers = person.asks();
    person.answerAll();
    rate(person, [10, 90, 30, 40]);
    person.send({ type: "turn.chosen", slotId: null });
    for (const prompt of [" \n", "\u200b\u3164"])
      expect(refusal(() => person.send({ type: "turn.sent", prompt }))).toContain("prompt: empty");
    person.send({ type: "turn.sent", prompt: "Why?" });
    const asks = person.asks();
    expect(asks).toHaveLength(2);
    expect(asks.map((ask) => ask.model.id)).toEqual([openers[1]?.model.id, openers[1]?.model.id]);
    expect(asks[0]?.messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Is loyalty a virtue?" },
      { role: "assistant", content: `text of ${openers[1]?.slotId}` },
      { role: "user", content: "Why?" },
    ]);
    expect(asks[0]?.parameters.seed).not.toBe(asks[1]?.parameters.seed);
  });

  test("as published the instruction stands before the prompt as plain text", () => {
    const person = drive(study("    instructionAs: prefix"));
    person.send(begin);
    expect(person.asks()[0]?.messages).toEqual([
      { role: "user", content: "Be brief.\n\nIs loyalty a virtue?" },
    ]);
  });

  test("a tie is asked about, and only the tied ones are taken", () => {
    const person = drive(study());
    person.send(begin);
    person.answerAll();
    const [a = "", b = "", c = ""] = rate(person, [70, 20, 70, 5]);
    expect(person.view().conversation?.turn?.tied).toEqual([a, c]);
    expect(refusal(() => person.send({ type: "turn.chosen", slotId: null }))).toContain(
      "2 responses share the highest score",
    );
    expect(refusal(() => person.send({ type: "turn.chosen", slotId: b }))).toContain(
      "not among the responses with the highest score",
    );
    person.send({ type: "turn.chosen", slotId: c });
    const row = person.rows.filter((change) => change.table === "interactions").at(-1)?.row;
    expect(row).toMatchObject({ settledBy: "asked" });
    const chosen = person.rows.flatMap((change) =>
      change.table === "utterances" && change.row.chosen ? [change.row.slotId] : [],
    );
    expect(new Set(chosen)).toEqual(new Set([c]));
  });

  test("with tie random one of the tied is taken by a seeded draw, each about equally often", () => {
    const opened = study().study.stages[0];
    expect(opened?.type).toBe("conversation");
    const random = openStudy(
      {
        "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:a, demo:b, demo:c, demo:d]
stages:
  - {id: talk, type: conversation, types: [{id: unguided, title: Anything, count: 1}], judge: {kind: scale, minimumLabel: T, maximumLabel: P, tie: random}}
`,
      },
      builtInStages,
    );
    let firstTaken = 0;
    for (let n = 0; n < 400; n += 1) {
      const person = drive(random, `tie ${n}`);
      person.send(begin);
      person.answerAll();
      const [a] = rate(person, [70, 20, 70, 5]);
      person.send({ type: "turn.chosen", slotId: null });
      expect(person.log.at(-1)?.payload).toMatchObject({ settledBy: "random" });
      if (person.view().conversation?.history[0]?.responses[0]?.chosen === true) firstTaken += 1;
      expect(a).toBeDefined();
    }
    expect(firstTaken).toBeGreaterThan(150);
    expect(firstTaken).toBeLessThan(250);
  });

  test("nothing is chosen before every response is rated, unless sliders start at 50 as PRISM's did", () => {
    const person = drive(study());
    person.send(begin);
    person.answerAll();
    rate(person, [10, 20, 30]);
    expect(refusal(() => person.send({ type: "turn.chosen", slotId: null }))).toContain(
      "not every response is rated",
    );

    const sideBySide = drive(study("    continuation: {with: all}"));
    sideBySide.send(begin);
    sideBySide.answerAll();
    expect(refusal(() => sideBySide.send({ type: "turn.sent", prompt: "Past the ratings" }))).toContain(
      'the stage is at "rate", expected write',
    );

    const published = openStudy(
      {
        "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:a, demo:b, demo:c, demo:d]
stages:
  - {id: talk, type: conversation, types: [{id: unguided, title: Anything, count: 1}], judge: {kind: scale, minimumLabel: T, maximumLabel: P, startAt: 50}}
`,
      },
      builtInStages,
    );
    const untouched = drive(published);
    untouched.send(begin);
    untouched.answerAll();
    const [, , third = ""] = untouched.view().conversation?.turn?.slots.map((slot) => slot.id) ?? [];
    untouched.send({ type: "slot.rated", slotId: third, score: 80, trace });
    untouched.send({ type: "turn.chosen", slotId: null });
    const scores = new Map(
      untouched.rows.flatMap((change) =>
        change.table === "utterances"
          ? [[change.row.drawnOrder, [change.row.score, change.row.touched]] as const]
          : [],
      ),
    );
    expect(Object.fromEntries(scores)).toEqual({
      0: [50, false],
      1: [50, false],
      2: [80, true],
      3: [50, false],
    });
  });
});

describe("limits and forged input", () => {
  test("a conversation ends after the minimum of turns and asks its questions", () => {
    const person = drive(study());
    person.send(begin);
    person.answerAll();
    rate(person, [10, 90, 30, 40]);
    person.send({ type: "turn.chosen", slotId: null });
    expect(refusal(() => person.send({ type: "conversation.finished" }))).toContain(
      "1 turns, expected at least 2",
    );
    person.send({ type: "turn.sent", prompt: "And then?" });
    person.answerAll();
    rate(person, [5, 6]);
    person.send({ type: "turn.chosen", slotId: null });
    person.send({ type: "conversation.finished" });
    expect(person.view().phase).toBe("questions");
    expect(refusal(() => person.send({ type: "attributes.submitted" }))).toContain(
      "performance_attributes.values is not answered",
    );
    person.send({
      type: "attributes.rated",
      block: "performance_attributes",
      statement: "values",
      value: null,
      notApplicable: true,
    });
    person.send({ type: "attributes.submitted" });
    for (const text of ["  ", "\u200b\u3164"])
      expect(refusal(() => person.send({ type: "feedback.submitted", text }))).toContain("empty");
    person.send({ type: "feedback.submitted", text: "Clear." });
    expect(person.view().phase).toBe("choose-type");
    expect(person.view().done).toBe(1);
    expect(refusal(() => person.send(begin))).toContain("expected an open type");
    const answers = person.rows.flatMap((change) =>
      change.table === "answers" ? [[change.row.field, change.row.value, change.row.missing]] : [],
    );
    expect(answers).toEqual([
      ["performance_attributes.values", null, "not-applicable"],
      ["open_feedback", "Clear.", null],
    ]);
  });

  test.each([
    [
      "a score over the scale",
      (slotId: string) => ({ type: "slot.rated", slotId, score: 101, trace }),
      "score: invalid value 101, expected a whole number from 1 to 100",
    ],
    [
      "a score that is no whole number",
      (slotId: string) => ({ type: "slot.rated", slotId, score: 5.5, trace }),
      "score: invalid value 5.5",
    ],
    [
      "a forged slot",
      () => ({ type: "slot.rated", slotId: "forged", score: 5, trace }),
      'slotId: invalid value "forged"',
    ],
    [
      "a command of another phase",
      () => ({ type: "feedback.submitted", text: "x" }),
      'the stage is at "rate", expected questions',
    ],
    ["an unknown command", () => ({ type: "model.revealed" }), "command: type: invalid value"],
    [
      "an unknown field",
      (slotId: string) => ({ type: "slot.rated", slotId, score: 5, trace, model: "x" }),
      'unknown field "model"',
    ],
  ])("%s is refused by name and changes nothing", (_, command, message) => {
    const person = drive(study());
    person.send(begin);
    person.answerAll();
    const before = JSON.stringify(viewSession(person.session()));
    const length = person.log.length;
    const slotId = person.view().conversation?.turn?.slots[0]?.id ?? "";
    expect(refusal(() => person.send(command(slotId) as ConversationCommand))).toContain(message);
    expect(JSON.stringify(viewSession(person.session()))).toBe(before);
    expect(person.log).toHaveLength(length);
  });

  test("a command for a stage the session is not at is refused", () => {
    const person = drive(study());
    const envelope = {
      id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11",
      stageId: "elsewhere",
      command: { ...begin },
    };
    expect(refusal(() => decideSession(person.session(), envelope))).toContain(
      'expected "talk", where the session is',
    );
  });
});

test("pair arena: both models go on with their own words, and the verdict ends the conversation", () => {
  const arena = openStudy(
    {
      "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:a, demo:b]
stages:
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    continuation: {with: all}
    turns: {minimum: 1, maximum: 5}
    judge:
      kind: verdict
      reveal: true
      options: [{id: a, label: A, winner: 0}, {id: b, label: B, winner: 1}, {id: tie, label: Tie}, {id: both-bad, label: Bad}]
  - {id: end, type: end}
`,
    },
    builtInStages,
  );
  const person = drive(arena);
  person.send(begin);
  const openers = person.asks();
  person.answerAll();
  expect(JSON.stringify(viewSession(person.session()))).not.toContain("demo:");
  person.send({ type: "turn.sent", prompt: "More?" });
  const later = person.asks();
  expect(later.map((ask) => ask.model.id)).toEqual(openers.map((ask) => ask.model.id));
  expect(later[1]?.messages.at(-2)).toEqual({ role: "assistant", content: `text of ${openers[1]?.slotId}` });
  person.answerAll();
  expect(refusal(() => person.send({ type: "verdict.given", verdict: "c" }))).toContain(
    "expected one of a, b, tie, both-bad",
  );
  person.send({ type: "verdict.given", verdict: "b" });
  const view = viewSession(person.session());
  expect(view.status).toBe("completed");
  if (view.stage?.type !== "end") throw new Error("expected the end");
  expect(view.stage.revealed).toEqual([
    {
      conversation: 1,
      models: openers.map((ask, index) => ({ label: index === 0 ? "A" : "B", model: ask.model.id })),
    },
  ]);
  expect(person.rows.filter((change) => change.table === "interactions").at(-1)?.row).toMatchObject({
    verdict: "b",
    settledBy: "verdict",
  });
});

test("pair arena: with one of the two missing the turn is tried again, so that no verdict falls on the wrong one", () => {
  const arena = openStudy(
    {
      "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:a, demo:b, demo:c]
stages:
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    continuation: {with: all}
    onFailure: drop
    turns: {minimum: 1}
    judge: {kind: verdict, options: [{id: a, label: A, winner: 0}, {id: b, label: B, winner: 1}]}
  - {id: end, type: end}
`,
    },
    builtInStages,
  );
  const person = drive(arena);
  const fail = (ask: { slotId: string; attempt: number } | undefined) =>
    person.report({
      kind: "failed",
      slotId: ask?.slotId ?? "",
      attempt: ask?.attempt ?? 0,
      reason: "server",
      attempts: [],
    });
  person.send(begin);
  const [a, b] = person.asks();
  fail(a);
  person.answerAll();
  expect(person.view().phase).toBe("failed");
  expect(person.view().conversation?.turn).toMatchObject({ slots: [], failure: "models" });
  expect(refusal(() => person.send({ type: "verdict.given", verdict: "a" }))).toContain("failed");
  person.send({ type: "turn.retried" });
  const [stand, ...others] = person.asks();
  expect(others).toEqual([]);
  expect(stand?.model.id).not.toBe(b?.model.id);
  person.answerAll();
  expect(person.view().conversation?.turn?.slots.map((slot) => slot.id)).toEqual([stand?.slotId, b?.slotId]);

  person.send({ type: "turn.sent", prompt: "More?" });
  const later = person.asks();
  expect(later.map((ask) => ask.model.id)).toEqual([stand?.model.id, b?.model.id]);
  fail(later[0]);
  person.answerAll();
  expect(person.view().phase).toBe("failed");
  person.send({ type: "turn.retried" });
  expect(person.asks().map((ask) => ask.model.id)).toEqual([stand?.model.id]);
  person.answerAll();
  person.send({ type: "verdict.given", verdict: "b" });
  expect(viewSession(person.replay())).toEqual(viewSession(person.session()));
  const chosen = person.rows.flatMap((change) =>
    change.table === "utterances" && change.row.chosen ? [change.row] : [],
  );
  expect(chosen).toMatchObject([{ slotId: later[1]?.slotId, modelId: b?.model.id, shownOrder: 1 }]);
});

test("whatever people and models do, the log alone rebuilds the same session and the same view", () => {
  const opened = study("    mayStopAfter: 0");
  const step = fc.record({ kind: fc.nat(7), pick: fc.nat(3), score: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.string(), (steps, seed) => {
      const person = drive(opened, seed);
      for (const { kind, pick, score } of steps) {
        const slots = person.view().conversation?.turn?.slots ?? [];
        const ask = person.asks()[pick];
        const attempt = () => {
          if (kind === 0) person.send(begin);
          else if (kind === 1 && ask !== undefined)
            person.report({
              kind: "completed",
              slotId: ask.slotId,
              attempt: ask.attempt,
              text: "t",
              attempts: [],
            });
          else if (kind === 2 && ask !== undefined)
            person.report({
              kind: "failed",
              slotId: ask.slotId,
              attempt: ask.attempt,
              reason: "server",
              attempts: [],
            });
          else if (kind === 3)
            person.send({ type: "slot.rated", slotId: slots[pick]?.id ?? "", score, trace });
          else if (kind === 4) person.send({ type: "turn.chosen", slotId: null });
          else if (kind === 5) person.send({ type: "turn.sent", prompt: "p" });
          else if (kind === 6) person.answerAll();
          else person.send({ type: "conversation.finished" });
        };
        try {
          attempt();
        } catch (error) {
          if (!(error instanceof RefractError)) throw error;
        }
      }
      expect(viewSession(person.replay())).toEqual(viewSession(person.session()));
      expect(sessionAsks(person.replay())).toEqual(person.asks());
    }),
    { numRuns: 150 },
  );
});
