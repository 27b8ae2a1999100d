import { RefractError } from "@refract/core";
import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import type { EventRow, ParticipantRow, RowChange } from "@refract/store";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  newSession,
  numberEvents,
  receiveReport,
  replaySession,
  type Session,
  sessionAsks,
  viewSession,
} from "../session/session.ts";
import type { AskReport } from "../stage.ts";
import { builtInStages } from "../stages.ts";
import type { ConversationCommand, ConversationStageView } from "./conversation-view.ts";

const models = Array.from({ length: 21 }, (_, index) => `demo:secret-${index}`);

const study = (settings = "", pool: readonly string[] = models) =>
  openStudy(
    {
      "study.yaml": `
refract: 1
id: talk
title: Talk
models: [${pool.join(", ")}]
instruction: Be brief.
stages:
  - id: talk
    type: conversation
    types:
      - {id: unguided, title: Anything, count: 1}
      - {id: values guided, title: Values, count: 1}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    attributes:
      - id: performance_attributes
        stem: This response
        minimumLabel: poorly
        maximumLabel: well
        statements: [{id: values, text: fits my values}]
    feedback: {prompt: Why?}
${settings}
`,
    },
    builtInStages,
  );

/** A person driven through the pure engine: commands in, log and rows out. */
function drive(opened: ReturnType<typeof study>, seed = "person") {
  const participant: ParticipantRow = {
    id: "p",
    studyId: "talk",
    studyVersion: 1,
    ordinal: 1,
    seed,
    simulated: false,
    test: false,
    language: "en",
    status: "active",
    enteredAt: 1000,
    consentedAt: null,
    endedAt: null,
    outcome: null,
  };
  let session = newSession(opened, participant);
  let at = 1000;
  const log: EventRow[] = [];
  const rows: RowChange[] = [];
  const apply = (events: ReturnType<typeof decideSession>) => {
    at += 1000;
    const numbered = numberEvents(session, events, at, null);
    const step = applyEvents(session, numbered);
    session = step.session;
    log.push(...numbered);
    rows.push(...step.rows);
  };
  const report = (result: AskReport) => apply(receiveReport(session, result));
  return {
    log,
    rows,
    report,
    session: (): Session => session,
    replay: () => replaySession(opened, participant, JSON.parse(JSON.stringify(log))),
    view: (): ConversationStageView => {
      const { stage } = viewSession(session);
      if (stage?.type !== "conversation") throw new Error("expected the conversation stage");
      return stage;
    },
    asks: () => sessionAsks(session),
    send: (command: ConversationCommand) =>
      apply(
        decideSession(session, {
          id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11",
          stageId: "talk",
          command: { ...command },
        }),
      ),
    answerAll: () => {
      for (const ask of sessionAsks(session)) {
        report({
          kind: "completed",
          slotId: ask.slotId,
          attempt: ask.attempt,
          text: `text of ${ask.slotId}`,
          attempts: [],
        });
      }
    },
  };
}

type Driven = ReturnType<typeof drive>;
const trace = { touched: true, firstTouchMs: 900, pathLength: 40 };
const begin: ConversationCommand = {
  type: "conversation.begun",
  conversationType: "unguided",
  prompt: "Is loyalty a virtue?",
};
const rate = (person: Driven, scores: readonly number[]) => {
  const slots = person.view().conversation?.turn?.slots ?? [];
  scores.forEach((score, index) => {
    person.send({ type: "slot.rated", slotId: slots[index]?.id ?? "", score, trace });
  });
  return slots.map((slot) => slot.id);
};
const refusal = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof RefractError) return error.message;
    throw error;
  }
  throw new Error("expected a refusal");
};

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

/** A conversation from its first prompt to the end of its chat. */
function chat(person: Driven, first: ConversationCommand = begin) {
  person.send(first);
  person.answerAll();
  rate(person, [10, 90, 30, 40]);
  person.send({ type: "turn.chosen", slotId: null });
  person.send({ type: "turn.sent", prompt: "And then?" });
  person.answerAll();
  rate(person, [5, 6]);
  person.send({ type: "turn.chosen", slotId: null });
  person.send({ type: "conversation.finished" });
}
const conversationsOf = (person: Driven) =>
  person.rows.flatMap((change) => (change.table === "conversations" ? [change.row] : []));
const rateValues = (value: number | null): ConversationCommand => ({
  type: "attributes.rated",
  block: "performance_attributes",
  statement: "values",
  value,
  notApplicable: value === null,
});

describe("when a conversation begins and is completed", () => {
  test("it begins when its page was opened, not when the last answers were handed in, and never before them", () => {
    const started = (openMs?: number) => {
      const person = drive(study());
      // the person came at 1000; every command takes a second, so this one comes at 2000
      person.send({ ...begin, ...(openMs === undefined ? {} : { openMs }) });
      return conversationsOf(person)[0]?.startedAt;
    };
    expect(started(300)).toBe(1700);
    expect(started(5000)).toBe(1000);
    expect(started()).toBe(1000);
  });

  test("it is completed with its last question, on the page and in its row, and not before", () => {
    const person = drive(study());
    chat(person);
    const states = () => [conversationsOf(person).at(-1)?.closedAt !== null, person.view().done];
    expect(conversationsOf(person).at(-1)?.finishedAt).not.toBeNull();
    expect(states()).toEqual([false, 0]);
    person.send(rateValues(70));
    person.send({ type: "attributes.submitted" });
    expect(states()).toEqual([false, 0]);
    person.send({ type: "feedback.submitted", text: "Clear." });
    expect(states()).toEqual([true, 1]);
  });

  test("without questions it is completed with its chat", () => {
    const opened = openStudy(
      {
        "study.yaml": `refract: 1\nid: talk\ntitle: T\nmodels: [${models.join(", ")}]\nstages:\n  - {id: talk, type: conversation, types: [{id: unguided, title: A, count: 1}], judge: {kind: scale, minimumLabel: a, maximumLabel: b}}\n`,
      },
      builtInStages,
    );
    const person = drive(opened);
    chat(person);
    const last = conversationsOf(person).at(-1);
    expect(last?.closedAt).toBe(last?.finishedAt);
  });
});

describe("handles that stand somewhere before they are touched", () => {
  const starting = () =>
    openStudy(
      {
        "study.yaml":
          study()
            .files["study.yaml"]?.replace("stem: This response", "stem: This response\n        startAt: 50")
            .replace(
              "[{id: values, text: fits my values}]",
              "[{id: values, text: V}, {id: safety, text: S}]",
            ) ?? "",
      },
      builtInStages,
    );
  const answersOf = (person: Driven) =>
    person.rows.flatMap((change) =>
      change.table === "answers" ? [[change.row.field, change.row.value]] : [],
    );

  test("a 50 that somebody set and a 50 that nobody touched are told apart", () => {
    const person = drive(starting());
    chat(person);
    person.send(rateValues(50));
    person.send({ type: "attributes.submitted" });
    expect(answersOf(person)).toEqual([
      ["performance_attributes.values", 50],
      ["performance_attributes_touched.values", true],
      ["performance_attributes.safety", 50],
      ["performance_attributes_touched.safety", false],
    ]);
  });

  test("a block of statements can't have the name under which that is stored", () => {
    const text = starting().files["study.yaml"] ?? "";
    const twice = text.replace(
      "    feedback:",
      "      - {id: performance_attributes_touched, stem: S, minimumLabel: a, maximumLabel: b, statements: [{id: values, text: V}]}\n    feedback:",
    );
    expect(refusal(() => openStudy({ "study.yaml": twice }, builtInStages))).toContain(
      '"performance_attributes_touched" is where it is stored which handles of "performance_attributes" were touched',
    );
  });
});

describe("seeds beside what they decided", () => {
  const stageSeed = deriveSeed("person", "talk");
  const seeded = (parameters: string) =>
    openStudy(
      {
        "study.yaml": (study().files["study.yaml"] ?? "").replace(
          "instruction:",
          `${parameters}\ninstruction:`,
        ),
      },
      builtInStages,
    );
  const seedsOf = (person: Driven) => person.asks().map(({ parameters }) => parameters.seed);
  const later = (opened: ReturnType<typeof study>, seed?: string) => {
    const person = drive(opened, seed);
    person.send(begin);
    person.answerAll();
    rate(person, [10, 90, 30, 40]);
    person.send({ type: "turn.chosen", slotId: null });
    person.send({ type: "turn.sent", prompt: "And then?" });
    return person;
  };

  test("with a seed of the study two samples of one model have a seed each, the same in every run", () => {
    const person = later(seeded("parameters: {seed: 7}"));
    const seeds = seedsOf(person);
    expect(new Set(seeds).size).toBe(2);
    expect(seeds).not.toContain(7);
    expect(seedsOf(later(seeded("parameters: {seed: 7}")))).toEqual(seeds);
    expect(seedsOf(later(seeded("parameters: {seed: 8}")))).not.toEqual(seeds);
    expect(seedsOf(later(seeded("parameters: {seed: null}")))).toEqual([null, null]);
  });

  test("the row of a response has the seed that was sent and the one that drew its model", () => {
    const person = later(study());
    const rows = new Map(
      person.rows.flatMap((change) =>
        change.table === "utterances" ? [[change.row.slotId, change.row]] : [],
      ),
    );
    for (const ask of person.asks()) {
      expect(rows.get(ask.slotId)?.sampleSeed).toBe(ask.parameters.seed);
      expect(rows.get(ask.slotId)?.drawSeed).toBeNull();
    }
    const { conversationId } = z
      .object({ conversationId: z.string() })
      .parse(person.log.find(({ type }) => type === "conversation.begun")?.payload);
    const stream = deriveSeed(stageSeed, `opening-${conversationId}-0`);
    const opening = [...rows.values()].filter(({ drawSeed }) => drawSeed !== null);
    expect(opening.map(({ drawSeed }) => drawSeed)).toEqual(
      Array.from({ length: 4 }, () => seedDigest(stream)),
    );
    expect(opening.map(({ modelId }) => modelId)).toEqual(createRandom(stream).shuffle(models).slice(0, 4));
  });

  test("the row of a turn has the seed that settled its tie", () => {
    const person = drive(
      openStudy(
        {
          "study.yaml": (study().files["study.yaml"] ?? "").replace(
            "maximumLabel: Perfect",
            "maximumLabel: Perfect, tie: random",
          ),
        },
        builtInStages,
      ),
    );
    person.send(begin);
    person.answerAll();
    const slots = rate(person, [90, 90, 30, 40]);
    person.send({ type: "turn.chosen", slotId: null });
    const turn = person.rows.findLast((change) => change.table === "interactions");
    if (turn?.table !== "interactions") throw new Error("expected a turn");
    const seed = deriveSeed(stageSeed, "tie", turn.row.id);
    expect(turn.row).toMatchObject({ settledBy: "random", tieSeed: seedDigest(seed) });
    const chosen = person.rows.flatMap((change) =>
      change.table === "utterances" && change.row.chosen ? [change.row.slotId] : [],
    );
    expect(chosen.at(-1)).toBe(createRandom(seed).pick(slots.slice(0, 2)));
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
