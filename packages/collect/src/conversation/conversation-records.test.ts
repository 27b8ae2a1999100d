import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import {
  begin,
  chat,
  conversationsOf,
  type Driven,
  drive,
  models,
  rate,
  rateValues,
  refusal,
  study,
} from "./driven-person.fixture.ts";

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
