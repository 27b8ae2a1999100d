import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shownGroups } from "./index.ts";

describe("groups that may be shown beside all", () => {
  test.each([
    ["every group is large enough and together they are all", [30, 20], 50, [true, true], []],
    ["one person is left over, so the smallest group goes too", [30, 20, 1], 51, [true, false, false], [1]],
    ["people without a group are left over as well", [30, 20], 51, [true, false], [1]],
    ["two small groups hide each other", [30, 6, 5], 41, [true, false, false], []],
    ["one large group alone would give the rest away", [30, 3], 33, [false, false], [0]],
    ["nobody is left over", [12, 0], 12, [true, false], []],
  ])("%s", (_what, sizes, total, shown, secondary) => {
    expect(shownGroups(sizes, 10, total)).toEqual({ shown, secondary });
  });

  test("what is left over is nobody or enough people, as far as there are any", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 8 }),
        fc.nat(15),
        fc.integer({ min: 1, max: 20 }),
        (sizes, others, minimum) => {
          const total = sizes.reduce((sum, size) => sum + size, others);
          const { shown } = shownGroups(sizes, minimum, total);
          const rest = total - sizes.reduce((sum, size, place) => sum + (shown[place] ? size : 0), 0);
          for (const [place, size] of sizes.entries())
            if (shown[place]) expect(size).toBeGreaterThanOrEqual(minimum);
          if (shown.some(Boolean)) expect(rest === 0 || rest >= minimum).toBe(true);
        },
      ),
    );
  });

  test("refuses groups that are more people than there are", () => {
    expect(() => shownGroups([5, 6], 3, 10)).toThrow("total");
  });
});
