import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LiveTurn, type StampedFrame } from "./live-turn.ts";

const pacing = { streaming: "even-paced", charactersPerSecond: 100 } as const;
const longAgo = () => 1e9;

function reader(next: () => StampedFrame | null, texts = new Map<string, string>()) {
  let lastId: string | null = null;
  return {
    texts,
    read: () => {
      const stamped = next();
      if (stamped === null) return;
      lastId = stamped.id;
      for (const slot of stamped.frame.reset) texts.set(slot, "");
      for (const [slot, text] of Object.entries(stamped.frame.text))
        texts.set(slot, (texts.get(slot) ?? "") + text);
    },
    lastId: () => lastId,
  };
}

describe("one pace for all", () => {
  test("the slowest response that is still being written holds all, and a finished short one holds nobody", () => {
    const turn = new LiveTurn("t", pacing, longAgo);
    for (const slot of ["a", "b", "c"]) turn.begin(slot, 0);
    const page = reader(turn.listen(null));
    turn.write("a", 0, "x".repeat(500));
    turn.end("b", 0, "bb");
    turn.advance(1000);
    page.read();
    expect([...page.texts.values()].join("")).toBe("");
    turn.write("c", 0, "y".repeat(30));
    turn.advance(1000);
    page.read();
    expect(page.texts.get("a")).toHaveLength(30);
    expect(page.texts.get("b")).toBe("bb");
    expect(page.texts.get("c")).toHaveLength(30);
    turn.end("c", 0, "y".repeat(30));
    turn.advance(100);
    page.read();
    expect(page.texts.get("a")).toHaveLength(40);
    expect(turn.isShown).toBe(false);
    turn.end("a", 0, "x".repeat(500));
    turn.advance(10_000);
    page.read();
    expect(page.texts.get("a")).toHaveLength(500);
    expect(turn.isShown).toBe(true);
  });

  test("together shows nothing until all is there, then everything", () => {
    const turn = new LiveTurn("t", { ...pacing, streaming: "together" }, longAgo);
    turn.begin("a", 0);
    turn.begin("b", 0);
    const page = reader(turn.listen(null));
    turn.end("a", 0, "done");
    turn.advance(1e6);
    page.read();
    expect(page.texts.get("a") ?? "").toBe("");
    turn.end("b", 0, "too");
    turn.advance(1);
    page.read();
    expect(Object.fromEntries(page.texts)).toEqual({ a: "done", b: "too" });
  });

  test("a slot that is asked again goes back to nothing and waits until it has caught up", () => {
    const turn = new LiveTurn("t", pacing, longAgo);
    turn.begin("a", 0);
    turn.begin("b", 0);
    const page = reader(turn.listen(null));
    turn.write("a", 0, "a".repeat(100));
    turn.write("b", 0, "b".repeat(100));
    turn.advance(500);
    page.read();
    expect(page.texts.get("b")).toHaveLength(50);
    turn.begin("b", 1);
    page.read();
    expect(page.texts.get("b")).toBe("");
    turn.write("b", 0, "of the old attempt");
    turn.write("b", 1, "B".repeat(40));
    turn.advance(500);
    page.read();
    expect(page.texts.get("b")).toBe("");
    expect(page.texts.get("a")).toHaveLength(50);
    turn.write("b", 1, "B".repeat(40));
    turn.advance(100);
    page.read();
    expect(page.texts.get("b")).toBe("B".repeat(60));
    expect(page.texts.get("a")).toHaveLength(60);
  });

  test("a slot that is left out ends the wait and shows nothing", () => {
    const turn = new LiveTurn("t", pacing, longAgo);
    turn.begin("a", 0);
    turn.begin("b", 0);
    turn.end("a", 0, "text");
    turn.drop("b");
    turn.advance(1000);
    const page = reader(turn.listen(null));
    page.read();
    expect(Object.fromEntries(page.texts)).toEqual({ a: "text", b: "" });
    expect(turn.isShown).toBe(true);
  });
});

describe("coming back with the id of the last frame", () => {
  test("a position is believed only as far as the pace could have come", () => {
    const turn = new LiveTurn("t", pacing, () => 100);
    turn.begin("a", 0);
    turn.end("a", 0, "x".repeat(1000));
    const page = reader(turn.listen("t~0~900"));
    page.read();
    turn.advance(0);
    expect(turn.isShown).toBe(false);
  });

  test.each(["", "other~0~3", "t~0", "t~0~-1", "t~0~x", "t~~~~", "t~0-0-0-0-0-0~1e9"])(
    "an id that is not ours (%s) gets everything from the beginning",
    (id) => {
      const turn = new LiveTurn("t", pacing, longAgo);
      turn.begin("a", 0);
      turn.end("a", 0, "hello");
      turn.advance(1000);
      const page = reader(turn.listen(id));
      page.read();
      expect(page.texts.get("a")).toBe("hello");
    },
  );

  test("whenever the line breaks, what a page shows is a beginning of the text, characters whole, and in the end all of it", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
    const step = fc.record({ kind: fc.nat(5), slot: fc.nat(2), by: fc.nat(30) });
    fc.assert(
      fc.property(fc.tuple(text, text, text), fc.array(step, { maxLength: 60 }), (words, steps) => {
        const turn = new LiveTurn("t", pacing, longAgo);
        const slots = ["a", "b", "c"].map((id, index) => ({
          id,
          attempt: 0,
          whole: words[index] ?? "",
          written: 0,
          ended: false,
        }));
        for (const slot of slots) turn.begin(slot.id, 0);
        let page = reader(turn.listen(null));
        const act = ({ kind, slot: index, by }: { kind: number; slot: number; by: number }) => {
          const slot = slots[index];
          if (slot === undefined) return;
          if (kind === 0 && !slot.ended) {
            turn.write(slot.id, slot.attempt, slot.whole.slice(slot.written, slot.written + by));
            slot.written = Math.min(slot.whole.length, slot.written + by);
          } else if (kind === 1 && !slot.ended) {
            turn.end(slot.id, slot.attempt, slot.whole);
            slot.ended = true;
          } else if (kind === 2) turn.advance(by * 20);
          else if (kind === 3) page.read();
          else if (kind === 4) page = reader(turn.listen(page.lastId()), page.texts);
          else if (kind === 5 && !slot.ended) {
            slot.attempt += 1;
            slot.written = 0;
            slot.whole = `${slot.attempt}${slot.whole}`;
            turn.begin(slot.id, slot.attempt);
          }
        };
        for (const one of steps) {
          act(one);
          if (one.kind !== 3) continue;
          for (const slot of slots) {
            const shown = page.texts.get(slot.id) ?? "";
            expect(slot.whole.startsWith(shown)).toBe(true);
            expect(shown.isWellFormed()).toBe(true);
          }
        }
        for (const slot of slots) if (!slot.ended) turn.end(slot.id, slot.attempt, slot.whole);
        turn.advance(1e6);
        page = reader(turn.listen(page.lastId()), page.texts);
        page.read();
        for (const slot of slots) expect(page.texts.get(slot.id) ?? "").toBe(slot.whole);
      }),
      { numRuns: 400 },
    );
  });
});
