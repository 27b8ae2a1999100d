import type { CommandEnvelope } from "@refract/collect/browser";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../http/request.ts";
import { CommandQueue, type Refusal } from "./command-queue.ts";

const rated = (slotId: string, score: number): CommandEnvelope["command"] => ({
  type: "slot.rated",
  slotId,
  score,
  trace: { touched: true, firstTouchMs: 5, pathLength: 0 },
});
const chosen: CommandEnvelope["command"] = { type: "turn.chosen", slotId: null };
const ok: Outcome<string> = { kind: "ok", value: "view" };
const lost: Outcome<string> = { kind: "unreachable" };
const refused = (status: number): Outcome<string> => ({
  kind: "refused",
  status,
  reason: "not-now",
  message: "made up",
});

/** A queue whose server answers with the given outcomes in turn, then with ok. */
function setUp(outcomes: Outcome<string>[], stored: readonly CommandEnvelope[] = []) {
  const sent: CommandEnvelope[] = [];
  const log: string[] = [];
  const broken: Refusal[] = [];
  let memory = stored;
  let count = 0;
  const queue = new CommandQueue<string>({
    send: async (envelope) => {
      sent.push(envelope);
      return outcomes.shift() ?? ok;
    },
    newId: () => {
      count += 1;
      return `id-${count}`;
    },
    wait: async (attempt) => void log.push(`wait ${attempt}`),
    memory: {
      read: () => memory,
      write: (pending) => {
        memory = pending;
      },
    },
    onAnswer: (answer) => void log.push(answer),
    onStale: async () => void log.push("stale"),
    onRefused: () => void log.push("refused"),
    onBroken: (refusal) => void broken.push(refusal),
    onChange: () => undefined,
  });
  return { queue, sent, log, broken, stored: () => memory };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("commands on their way out", () => {
  it("are sent again with the same id until they are answered", async () => {
    const { queue, sent, log } = setUp([lost, lost, ok]);
    expect(await queue.add("talk", chosen)).toBe("done");
    expect(sent.map((envelope) => envelope.id)).toEqual(["id-1", "id-1", "id-1"]);
    expect(log).toEqual(["wait 0", "wait 1", "view"]);
  });

  it("go one after the other, in order", async () => {
    const { queue, sent } = setUp([lost]);
    await Promise.all([
      queue.add("talk", rated("a", 3)),
      queue.add("talk", rated("b", 4)),
      queue.add("talk", chosen),
    ]);
    expect(sent.map((envelope) => envelope.command.type)).toEqual([
      "slot.rated",
      "slot.rated",
      "slot.rated",
      "turn.chosen",
    ]);
  });

  it("say only the newest of what has not been sent yet, and answer for all of it", async () => {
    const { queue, sent } = setUp([]);
    const ends = await Promise.all([
      queue.add("talk", rated("a", 1)),
      queue.add("talk", rated("b", 2)),
      queue.add("talk", rated("b", 3)),
      queue.add("talk", rated("b", 4)),
    ]);
    expect(ends).toEqual(["done", "done", "done", "done"]);
    expect(sent.map(({ command }) => (command.type === "slot.rated" ? command.score : null))).toEqual([1, 4]);
  });

  it("are joined neither with one that is under way nor with one of another stage", async () => {
    const { queue, sent } = setUp([]);
    await Promise.all([
      queue.add("talk", rated("a", 1)),
      queue.add("talk", rated("a", 2)),
      queue.add("other", rated("a", 3)),
    ]);
    expect(
      sent.map(({ stageId, command }) => [stageId, command.type === "slot.rated" && command.score]),
    ).toEqual([
      ["talk", 1],
      ["talk", 2],
      ["other", 3],
    ]);
  });

  it("of an earlier page are refused without a word: nobody waits for them", async () => {
    const { log } = setUp([refused(422)], [{ id: "earlier", stageId: "talk", command: chosen }]);
    await expect.poll(() => log).toEqual(["stale"]);
  });

  it("are remembered until they are answered, and sent by the next page with their id", async () => {
    const first = setUp([]);
    const waiting = first.queue.add("talk", chosen);
    const kept = first.stored();
    expect(kept.map((envelope) => envelope.id)).toEqual(["id-1"]);
    await waiting;
    expect(first.stored()).toEqual([]);

    const second = setUp([], kept);
    await settle();
    expect(second.sent.map((envelope) => envelope.id)).toEqual(["id-1"]);
    expect(second.stored()).toEqual([]);
  });

  it("make the page look again after a conflict, without a word of blame", async () => {
    const { queue, log } = setUp([refused(409)]);
    expect(await queue.add("talk", chosen)).toBe("refused");
    expect(log).toEqual(["stale"]);
  });

  it("say so when they are refused, and go on with the next", async () => {
    const { queue, log, sent } = setUp([refused(422), ok]);
    const ends = await Promise.all([queue.add("talk", chosen), queue.add("talk", rated("a", 3))]);
    expect(ends).toEqual(["refused", "done"]);
    expect(log).toEqual(["stale", "refused", "view"]);
    expect(sent).toHaveLength(2);
  });

  it("stand still when the server breaks, and go on with the same id when asked", async () => {
    const { queue, sent, broken } = setUp([refused(500), ok]);
    const end = queue.add("talk", chosen);
    await settle();
    expect([sent.length, broken.length]).toEqual([1, 1]);
    queue.resume();
    expect(await end).toBe("done");
    expect(sent.map((envelope) => envelope.id)).toEqual(["id-1", "id-1"]);
  });

  it("sends what waits beside what is under way when the page is hidden, under the ids it keeps", async () => {
    const { queue, sent } = setUp([lost, ok, ok, ok]);
    const all = [queue.add("s", rated("a", 1)), queue.add("s", chosen), queue.add("s", rated("b", 2))];
    queue.hurry();
    expect(sent.map(({ id }) => id)).toEqual(["id-1", "id-2", "id-3"]);
    expect(await Promise.all(all)).toEqual(["done", "done", "done"]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    expect(queue.state.pending).toBe(0);
  });

  it("are sent beside it once, however often the page is hidden, and not at all where the queue stands still", async () => {
    const { queue, sent } = setUp([lost]);
    const all = [queue.add("s", rated("a", 1)), queue.add("s", chosen)];
    queue.hurry();
    queue.hurry();
    expect(sent.map(({ id }) => id)).toEqual(["id-1", "id-2"]);
    await Promise.all(all);

    const halted = setUp([refused(500)]);
    void halted.queue.add("s", rated("a", 1));
    void halted.queue.add("s", chosen);
    await settle();
    halted.queue.hurry();
    expect(halted.sent.map(({ id }) => id)).toEqual(["id-1"]);

    const closed = setUp([]);
    void closed.queue.add("s", rated("a", 1));
    void closed.queue.add("s", chosen);
    closed.queue.close();
    closed.queue.hurry();
    expect(closed.sent.map(({ id }) => id)).toEqual(["id-1"]);
  });
});
