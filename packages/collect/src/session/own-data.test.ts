import type { JsonValue } from "@refract/core";
import type { EventRow } from "@refract/store";
import { expect, test } from "vitest";
import * as z from "zod";
import { builtInStages } from "../stages.ts";
import { ownData } from "./own-data.ts";

const files = {
  "study.yaml": `stages:
  - {id: agree, type: consent}
  - {id: person, type: survey}
  - {id: talk, type: conversation}
  - {id: items, type: task}
  - {id: more, type: task}
  - {id: end, type: end}`,
};
/** The stages of that study by the beginnings of what happens in them. */
const places = { consent: "agree", survey: "person", task: "items" };

/** A log of events, each with its type and payload. */
function log(...entries: readonly (readonly [string, JsonValue])[]): EventRow[] {
  return entries.map(([type, payload], index) => ({
    participantId: "p",
    seq: index + 1,
    at: Date.UTC(2026, 10, 23, 8, 0, index),
    stageId: new Map(Object.entries(places)).get(type.split(".")[0] ?? "") ?? "talk",
    type,
    payload,
    commandId: null,
  }));
}

const slots = ["s1", "s2", "s3"].map((id, index) => ({ id, modelId: `secret-${index}` }));
const opening = [
  ["conversation.begun", { conversationId: "c", conversationType: "unguided" }],
  ["turn.sent", { turnId: "t", prompt: "Is loyalty a virtue?", draw: { stream: "x", slots, reserve: [] } }],
] as const;
const completed = (slotId: string) =>
  ["slot.completed", { slotId, attempt: 0, text: `text of ${slotId}`, attempts: [] }] as const;
const own = (events: readonly EventRow[], liveTurnId: string | null = null) =>
  ownData(events, { files, stages: builtInStages, liveTurnId });
const toldSchema = z.object({
  conversations: z.array(
    z.object({ turns: z.array(z.object({ responses: z.array(z.object({ text: z.string() })) })) }),
  ),
});
const responses = (events: readonly EventRow[], live: string | null = null) =>
  toldSchema.parse(own(events, live).download).conversations[0]?.turns[0]?.responses.map(({ text }) => text);

test("responses that are still on their way are left out, so that nobody sees which model is quick", () => {
  expect(responses(log(...opening, completed("s2")))).toEqual([]);
  expect(responses(log(...opening, completed("s2"), completed("s1")))).toEqual([]);
  const all = log(...opening, completed("s2"), completed("s1"), ["slot.dropped", { slotId: "s3" }]);
  expect(responses(all)).toEqual(["text of s1", "text of s2"]);
  expect(responses(all, "t")).toEqual([]);
  expect(responses(all, "another turn")).toEqual(["text of s1", "text of s2"]);
});

test("a download holds consent with its statements, answers without the cleared ones, marks, verdicts and feedback", () => {
  const events = log(
    ["consent.given", { version: "2", statements: { consent: true, contact: false } }],
    ["survey.saved", { answers: { age: "18-24", gender: "Male" }, page: 0 }],
    ["survey.saved", { answers: { gender: null }, page: 0 }],
    ...opening,
    completed("s1"),
    completed("s2"),
    completed("s3"),
    ["slot.rated", { slotId: "s1", score: 70, trace: { touched: true, firstTouchMs: 5, pathLength: 20 } }],
    ["verdict.given", { verdict: "a", slotId: "s1" }],
    ["attributes.rated", { block: "b", statement: "values", value: 80, notApplicable: false }],
    ["attributes.rated", { block: "b", statement: "safety", value: null, notApplicable: true }],
    ["feedback.saved", { text: "A dra" }],
    [
      "task.answered",
      { item: "KV02", value: "agree", missing: null, rule: "people/answer", pageMs: 900, firstInputMs: null },
    ],
    [
      "task.answered",
      {
        item: "KV01",
        value: "neutral",
        missing: null,
        rule: "people/answer",
        pageMs: 900,
        firstInputMs: null,
      },
    ],
    ["task.returned", { item: "KV03" }],
    [
      "task.answered",
      {
        item: "KV01",
        value: null,
        missing: "skipped",
        rule: "people/skipped",
        pageMs: 900,
        firstInputMs: null,
      },
    ],
  );
  const { download, counts, consentVersion } = own(events);
  expect(counts).toEqual({ answers: 3, conversations: 1 });
  expect(consentVersion).toBe("2");
  expect(download).toEqual({
    device: null,
    consent: { version: "2", at: "2026-11-23T08:00:00.000Z", statements: { consent: true, contact: false } },
    answers: { age: "18-24" },
    conversations: [
      {
        type: "unguided",
        turns: [
          {
            prompt: "Is loyalty a virtue?",
            responses: [
              { text: "text of s1", score: 70, chosen: true },
              { text: "text of s2", score: null, chosen: false },
              { text: "text of s3", score: null, chosen: false },
            ],
            verdict: "a",
          },
        ],
        attributes: { "b.values": 80, "b.safety": "not applicable" },
        feedback: "A dra",
      },
    ],
    tasks: [
      { item: "KV02", value: "agree" },
      { item: "KV01", value: null },
    ],
  });
  expect(JSON.stringify(download)).not.toContain("secret");
});

test("where the study's files are damaged, or name a kind that is known no more, the log says what a stage was", () => {
  const events = log(
    ["consent.given", { version: "2", statements: { consent: true } }],
    ["survey.saved", { answers: { age: "18-24" }, page: 0 }],
    ...opening,
    completed("s1"),
    [
      "task.answered",
      { item: "KV02", value: "agree", missing: null, rule: "people/answer", pageMs: 900, firstInputMs: null },
    ],
  );
  const whole = own(events);
  const renamed = { "study.yaml": files["study.yaml"].replace("type: survey", "type: form") };
  const halved = {
    "study.yaml": files["study.yaml"].replace("{id: talk, type: conversation}", "{id: talk}"),
  };
  for (const damaged of [{}, { "study.yaml": "" }, renamed, halved])
    expect(ownData(events, { files: damaged, stages: builtInStages, liveTurnId: null })).toEqual(whole);
  expect(whole.counts).toEqual({ answers: 2, conversations: 1 });
});

test("another try fills the places of those left out", () => {
  const again = [{ id: "n1", modelId: "secret-9" }];
  const events = log(...opening, completed("s1"), ["slot.dropped", { slotId: "s2" }], completed("s3"), [
    "turn.retried",
    { draw: { stream: "y", slots: again, reserve: [] } },
  ]);
  expect(responses(events)).toEqual([]);
  const answered = [...events, ...log(completed("n1"))];
  expect(responses(answered)).toEqual(["text of s1", "text of n1", "text of s3"]);
});
