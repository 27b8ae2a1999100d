import { describe, expect, test } from "vitest";
import { allocateItems } from "./task-allocation.ts";

const alone = (ids: readonly string[]) => ids.map((id) => ({ id, group: id }));
const three = {
  items: alone(["a", "b", "c", "d"]),
  count: 2,
  target: null,
  order: "as-listed",
  seed: "s",
} as const;

describe("items of one person", () => {
  test("are those with the fewest answers", () => {
    const load = new Map([
      ["a", 3],
      ["b", 1],
      ["c", 2],
      ["d", 0],
    ]);
    expect(allocateItems({ ...three, load })).toEqual(["b", "d"]);
  });

  test("leave out what has reached its target, and are none when all have", () => {
    const load = new Map([
      ["a", 5],
      ["b", 5],
      ["c", 4],
      ["d", 5],
    ]);
    expect(allocateItems({ ...three, load, target: 5 })).toEqual(["c"]);
    expect(allocateItems({ ...three, load, target: 4 })).toEqual([]);
  });

  test("depend on the seed alone", () => {
    const draw = (seed: string) =>
      allocateItems({
        ...three,
        items: alone(Array.from({ length: 30 }, (_, index) => `i${index}`)),
        load: new Map(),
        count: 10,
        order: "random",
        seed,
      });
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
  });
});

test("of the versions of a question a person is given one, and other questions take the places of the others", () => {
  const items = [
    ...["a1", "a2", "a3", "a4"].map((id) => ({ id, group: id, cluster: "a" })),
    { id: "b1", group: "b1", cluster: "b" },
    { id: "c1", group: "c1" },
  ];
  for (let person = 0; person < 50; person += 1) {
    const given = allocateItems({ ...three, items, load: new Map(), count: 3, seed: `${person}` });
    expect(given).toHaveLength(3);
    expect(given[0]).toMatch(/^a[1-4]$/);
    expect(given.slice(1)).toEqual(["b1", "c1"]);
  }
});

describe("scoring groups", () => {
  const questions = Array.from({ length: 12 }, (_, place) => ({
    id: `q${Math.floor(place / 4)}-${place % 4}`,
    group: `q${Math.floor(place / 4)}`,
  }));
  const draw = (more: Partial<Parameters<typeof allocateItems>[0]>) =>
    allocateItems({
      ...{ items: questions, load: new Map(), count: 9, target: null, order: "random", seed: "s" },
      ...more,
    });

  test("are given whole, as many as fit", () => {
    for (let person = 0; person < 50; person += 1) {
      const given = draw({ seed: `${person}` });
      expect(given).toHaveLength(8);
      expect(new Set(given.map((id) => id.slice(0, 2))).size).toBe(2);
    }
  });

  test("are given again to somebody else while one of their items lacks an answer", () => {
    const load = new Map(questions.map(({ id }) => [id, id === "q1-3" ? 1 : 2]));
    expect(draw({ load, target: 2, order: "as-listed" })).toEqual(["q1-0", "q1-1", "q1-2", "q1-3"]);
    expect(draw({ load, target: 1 })).toEqual([]);
  });

  test("are taken apart when they are larger than what a person is given", () => {
    expect(draw({ count: 3 })).toHaveLength(3);
  });

  test("leave the rest of a person's items to smaller ones", () => {
    const items = [...questions, { id: "single", group: "single" }];
    expect(draw({ items })).toContain("single");
  });
});

test("4,000 questions, 6,174 people and blocks of 142 give every question at least 200 answers (spec kornat, 6)", () => {
  const items = alone(Array.from({ length: 4000 }, (_, index) => `q${index}`));
  const load = new Map<string, number>();
  for (let person = 0; person < 6174; person += 1) {
    const block = allocateItems({
      items,
      load,
      count: 142,
      target: null,
      order: "as-listed",
      seed: `${person}`,
    });
    for (const id of block) load.set(id, (load.get(id) ?? 0) + 1);
  }
  // 6,174 x 142 = 876,708 answers over 4,000 questions: 219 or 220 each.
  expect([...new Set(load.values())].toSorted()).toEqual([219, 220]);
});
