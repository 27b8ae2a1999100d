import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LiveTurn, type StampedFrame } from "./live-turn.ts";

const pacing = { streaming: "even-paced", charactersPerSecond: 100, atOnceAfterMs: 60_000 } as const;

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

/** The id of a frame as a browser that lies about its position would hand it back. */
const at = (position: number, id: string | null) => id?.replace(/\d+$/, String(position)) ?? null;

describe("one pace for all", () => {
  test("the slowest response that is still being written holds all, and a finished short one holds nobody", () => {
    const turn = new LiveTurn("t", pacing, "seed");
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

  test("the rest of a very long answer appears at once after the set time, but not while one is still being written", () => {
    const turn = new LiveTurn("t", pacing, "seed");
    for (const slot of ["a", "b"]) turn.begin(slot, 0);
    const page = reader(turn.listen(null));
    turn.end("a", 0, "x".repeat(100_000));
    turn.write("b", 0, "y".repeat(50_000));
    for (let second = 0; second < 61; second += 1) turn.advance(1000);
    turn.advance(1000);
    page.read();
    expect(page.texts.get("a")).toHaveLength(6200);
    turn.end("b", 0, "y".repeat(50_000));
    turn.advance(40);
    page.read();
    expect(page.texts.get("a")).toHaveLength(100_000);
    expect(page.texts.get("b")).toHaveLength(50_000);
    expect(turn.isShown).toBe(true);
  });

  test("time before the first character does not count", () => {
    const turn = new LiveTurn("t", pacing, "seed");
    turn.begin("a", 0);
    turn.advance(100_000);
    turn.end("a", 0, "x".repeat(1000));
    turn.advance(1000);
    const page = reader(turn.listen(null));
    page.read();
    expect(page.texts.get("a")).toHaveLength(100);
  });

  test("together shows nothing until all is there, then everything", () => {
    const turn = new LiveTurn("t", { ...pacing, streaming: "together" }, "seed");
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
    const turn = new LiveTurn("t", pacing, "seed");
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

  test("a slot that failed before anything of it was shown is filled again without a word, and ids tell no attempt", () => {
    const framesOf = (isFailing: boolean) => {
      const turn = new LiveTurn("t", pacing, "seed");
      for (const slot of ["a", "b"]) turn.begin(slot, 0);
      const next = turn.listen(null);
      const frames = [next()];
      turn.write("a", 0, "aaaa");
      if (isFailing) turn.begin("b", 1);
      frames.push(next());
      turn.write("b", isFailing ? 1 : 0, "bbbb");
      turn.advance(1000);
      frames.push(next());
      return frames;
    };
    const [calm, troubled] = [framesOf(false), framesOf(true)];
    expect(troubled.map((stamped) => stamped?.frame)).toEqual(calm.map((stamped) => stamped?.frame));
    for (const stamped of [...calm, ...troubled])
      if (stamped !== null) expect(stamped.id).toMatch(/^t~a:[0-9a-f]{8}-b:[0-9a-f]{8}~\d+$/);
  });

  test("a slot that is left out ends the wait and shows nothing", () => {
    const turn = new LiveTurn("t", pacing, "seed");
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
  test("a made-up position shows nothing that is not on the page yet", () => {
    const turn = new LiveTurn("t", pacing, "seed");
    turn.begin("quick", 0);
    turn.begin("slow", 0);
    turn.end("quick", 0, "x".repeat(1000));
    turn.advance(1000);
    const honest = reader(turn.listen(null));
    honest.read();
    const page = reader(turn.listen(at(900, honest.lastId())));
    page.read();
    expect(page.texts.get("quick") ?? "").toBe("");
    expect(reader(turn.listen(null)).texts.get("quick") ?? "").toBe("");
  });

  test("a program that takes a turn over believes a position as far as the one before it can have come", () => {
    const believed = (shownBefore: number) => {
      const turn = new LiveTurn("t", pacing, "seed", shownBefore);
      turn.settle("a", 0, "x".repeat(1000));
      turn.begin("b", 1);
      const before = reader(turn.listen(null));
      before.read();
      turn.listen(at(900, before.lastId()));
      const page = reader(turn.listen(null));
      page.read();
      return page.texts.get("a")?.length;
    };
    expect(believed(900)).toBe(900);
    expect(believed(10)).toBe(10);
  });

  test("slots of a turn that was tried again are not taken for those of the first try", () => {
    const first = new LiveTurn("t", pacing, "seed");
    first.begin("old", 0);
    const page = reader(first.listen(null));
    first.write("old", 0, "half an ans");
    first.advance(1000);
    page.read();
    expect(page.texts.get("old")).toBe("half an ans");
    const second = new LiveTurn("t", pacing, "seed");
    second.begin("new", 0);
    second.end("new", 0, "a whole answer");
    second.advance(1000);
    const back = reader(second.listen(page.lastId()), page.texts);
    back.read();
    expect(back.texts.get("new")).toBe("a whole answer");
  });

  test("a response that had not caught up when the line broke is brought from its first character", () => {
    const turn = new LiveTurn("t", pacing, "seed");
    turn.begin("a", 0);
    turn.begin("b", 0);
    turn.write("a", 0, "aaaa");
    turn.write("b", 0, "bbbb");
    turn.advance(30);
    turn.begin("b", 1);
    turn.write("b", 1, "B");
    const page = reader(turn.listen(null));
    page.read();
    turn.write("b", 1, "BBBBBB");
    const back = reader(turn.listen(page.lastId()), page.texts);
    back.read();
    expect(back.texts.get("b")).toBe("BBB");
  });

  test("a stored text that differs from what was streamed begins anew", () => {
    const turn = new LiveTurn("t", pacing, "seed");
    turn.begin("a", 0);
    const page = reader(turn.listen(null));
    turn.write("a", 0, " one and two");
    turn.advance(50);
    page.read();
    turn.end("a", 0, "one and two");
    turn.advance(1000);
    page.read();
    expect(page.texts.get("a")).toBe("one and two");
    expect(turn.isShown).toBe(true);
  });

  test.each([
    "",
    "other~a:0~3",
    "t~a:0",
    "t~a:0~-1",
    "t~a:0~x",
    "t~~~~",
    "t~a:0-b:0~1e9",
    "t~b:0~3",
    "t~a~3",
  ])("an id that is not ours (%s) gets everything from the beginning", (id) => {
    const turn = new LiveTurn("t", pacing, "seed");
    turn.begin("a", 0);
    turn.end("a", 0, "hello");
    turn.advance(1000);
    const page = reader(turn.listen(id));
    page.read();
    expect(page.texts.get("a")).toBe("hello");
  });

  test("whenever the line breaks, what a page shows is a beginning of the text, characters whole, and in the end all of it", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
    const step = fc.record({ kind: fc.nat(5), slot: fc.nat(2), by: fc.nat(30) });
    fc.assert(
      fc.property(fc.tuple(text, text, text), fc.array(step, { maxLength: 60 }), (words, steps) => {
        const turn = new LiveTurn("t", pacing, "seed");
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
      { numRuns: 1000 },
    );
  });
});
