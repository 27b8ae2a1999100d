import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFrame, slotText, type TurnText } from "./turn-text.ts";

const frame = (text: Record<string, string>, reset: readonly string[] = [], to = 0) => ({
  turnId: "t1",
  reset,
  from: 0,
  to,
  text,
});

describe("text of a turn", () => {
  it("grows by what every frame brings", () => {
    let state: TurnText | null = null;
    state = applyFrame(state, frame({ a: "Yes", b: "No" }, ["a", "b"], 3), "t1~0~3");
    state = applyFrame(state, frame({ a: ", often" }, [], 10), "t1~0~10");
    expect([slotText(state, "t1", "a"), slotText(state, "t1", "b")]).toEqual(["Yes, often", "No"]);
  });

  it("goes back to nothing for a slot that is asked again, and leaves the others", () => {
    let state = applyFrame(null, frame({ a: "Yes", b: "No" }, ["a", "b"]), "1");
    state = applyFrame(state, frame({}, ["b"]), "2");
    expect([slotText(state, "t1", "a"), slotText(state, "t1", "b")]).toEqual(["Yes", ""]);
  });

  it("is the same after a frame that came twice", () => {
    const once = applyFrame(applyFrame(null, frame({ a: "Yes" }, ["a"]), "1"), frame({ a: " and no" }), "2");
    expect(applyFrame(once, frame({ a: " and no" }), "2")).toEqual(once);
  });

  it("begins anew when a stream starts from the beginning", () => {
    const before = applyFrame(null, frame({ a: "Yes" }, ["a"]), "1");
    const again = applyFrame(before, frame({ a: "Yes, oft" }, ["a"]), "9");
    expect(slotText(again, "t1", "a")).toBe("Yes, oft");
  });

  it("begins anew with a reset also under the id that came last", () => {
    const before = applyFrame(null, frame({ a: "Yes" }, ["a"]), "1");
    expect(slotText(applyFrame(before, frame({ a: "Yes, oft" }, ["a"]), "1"), "t1", "a")).toBe("Yes, oft");
  });

  it("never mixes turns", () => {
    const before = applyFrame(null, frame({ a: "Yes" }, ["a"]), "1");
    const next = applyFrame(before, { turnId: "t2", reset: [], from: 0, to: 2, text: { a: "Hi" } }, "t2~0~2");
    expect([slotText(next, "t1", "a"), slotText(next, "t2", "a")]).toEqual(["", "Hi"]);
  });

  it("is the whole text, however it was cut and wherever the connection broke", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(40)), fc.nat(20), (whole, cuts, breakAt) => {
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b),
          whole.length,
        ];
        let state: TurnText | null = null;
        for (let index = 1; index < places.length; index += 1) {
          // A new connection without a last id is sent everything so far, with a reset.
          const fresh = index === 1 || index === breakAt;
          const from = fresh ? 0 : places[index - 1];
          const piece = whole.slice(from, places[index]);
          state = applyFrame(state, frame({ a: piece }, fresh ? ["a"] : []), `t1~0~${index}`);
        }
        expect(slotText(state, "t1", "a")).toBe(whole);
      }),
    );
  });
});
