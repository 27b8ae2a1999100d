import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../data/analysis-data.ts";
import { type Groups, groupsSchema } from "./groups.ts";
import { parseGroups } from "./parse-groups.ts";
import { createPeopleView } from "./people-view.ts";
import { personWeights, requireWeights } from "./person-weights.ts";

const attributes = { gender: { column: "gender", title: "Gender" }, age: { column: "age", title: "Age" } };

/** Six men (four of them old) and two women (one old), one of another gender, one without any answer. */
const survey = [
  ...["old", "old", "old", "old", "young", "young"].map((age) => ({ gender: "Male", age })),
  ...["old", "young"].map((age) => ({ gender: "Female", age })),
  { gender: "Other", age: "old" },
  { gender: null, age: null },
].map((row, place) => ({ user_id: `u${place}`, ...row }));
const everybody = survey.map(({ user_id }) => user_id);
const binary = everybody.slice(0, 8);

async function withData<Result>(
  weights: unknown,
  use: (data: Awaited<ReturnType<typeof openAnalysisData>>, groups: Groups) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  await writeFile(join(folder, "survey.jsonl"), survey.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await using data = await openAnalysisData(folder);
  const groups = groupsSchema.parse({ attributes, weights });
  await createPeopleView(data, groups);
  return await use(data, groups);
}

const weightsOf = (weights: unknown, people: readonly string[]) =>
  withData(weights, (data, groups) => personWeights(data, groups, people, "corrected"));
const fitted = (weights: unknown, people: readonly string[]) =>
  withData(weights, (data, groups) => requireWeights(data, groups, people));
const rounded = (weights: Float64Array | null) =>
  Array.from(weights ?? [], (weight) => Number(weight.toFixed(6)));

test("without a scheme people count the same, and nothing is wrong", async () => {
  expect(await weightsOf({ scheme: "none" }, everybody)).toEqual({
    weights: null,
    label: "none",
    problem: null,
  });
});

test("published mode leaves the weights out, and says which", async () => {
  const half = { scheme: "raking", targets: { gender: { Male: 0.5, Female: 0.5 } } };
  const asPublished = await withData(half, (data, groups) =>
    personWeights(data, groups, everybody, "published"),
  );
  expect(asPublished).toEqual({
    weights: null,
    label: "none (raking to gender is asked for, and left out in published mode)",
    problem:
      "weights: groups.yaml asks for raking to gender, which is left out: published mode counts people the same, as the paper does; --mode corrected weights them",
  });
});

test("raking to one attribute gives each person target over share", async () => {
  const half = { scheme: "raking", targets: { gender: { Male: 0.5, Female: 0.5 } } };
  // 6 of 8 are men: 0.5 / 0.75 and 0.5 / 0.25; effective size 8^2 / (6 * 4/9 + 2 * 4)
  const { weights, label, problem } = await weightsOf(half, binary);
  expect(rounded(weights)).toEqual([...Array(6).fill(0.666667), 2, 2]);
  expect(label).toBe("raking to gender (effective sample size 6 of 8)");
  expect(problem).toBeNull();
  // people come out in the order they were asked for
  expect(rounded((await weightsOf(half, [...binary].reverse())).weights)).toEqual([
    2,
    2,
    ...Array(6).fill(0.666667),
  ]);
});

test("raking to two attributes meets both margins, and people without a target keep their weight there", async () => {
  const found = await fitted(
    {
      scheme: "raking",
      targets: { gender: { Male: 0.5, Female: 0.5 }, age: { old: 0.4, young: 0.6 } },
    },
    everybody,
  );
  for (const { target, weightedShare } of found.targets) expect(weightedShare).toBeCloseTo(target, 8);
  expect(found.targets.map(({ attribute, level, people }) => [attribute, level, people])).toEqual([
    ["gender", "Male", 6],
    ["gender", "Female", 2],
    ["age", "old", 6],
    ["age", "young", 3],
  ]);
  expect(found.unplaced).toBe(2);
  expect(found.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(10, 9);
});

test("a bound cuts weights, and that targets are missed then is told", async () => {
  const { weights, problem } = await weightsOf(
    { scheme: "raking", targets: { gender: { Male: 0.3, Female: 0.7 } }, trim: 2 },
    binary,
  );
  expect(Math.max(...(weights ?? []))).toBeLessThanOrEqual(2 + 1e-9);
  expect(problem).toMatch(/^weights: after 200 cycles a share is still .* the bounds may be too narrow$/);
});

const cells = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares).map(([name, share]) => {
    const [gender, age] = name.split(" ");
    return { levels: { gender, age }, share };
  });
const quarter = cells({ "Male old": 0.25, "Male young": 0.25, "Female old": 0.25, "Female young": 0.25 });

test("post-stratification gives every cell its share, and people in no cell nothing", async () => {
  const { weights, label, problem } = await weightsOf(
    { scheme: "post-stratification", cells: quarter },
    everybody,
  );
  // 8 in cells: 0.25 / (4 / 8), 0.25 / (2 / 8), 0.25 / (1 / 8)
  expect(rounded(weights)).toEqual([0.5, 0.5, 0.5, 0.5, 1, 1, 2, 2, 0, 0]);
  expect(label).toBe("post-stratification to gender x age (effective sample size 6 of 10; 2 with weight 0)");
  expect(problem).toBeNull();
});

test("an empty cell is refused by name, unless its share is to go to the others", async () => {
  const scheme = { scheme: "post-stratification", cells: quarter };
  const people = binary.filter((_, place) => place !== 7);
  const refused = await weightsOf(scheme, people);
  expect(refused.weights).toBeNull();
  expect(refused.problem).toBe(
    "weights: nobody is in the cell Female x young (0.25): merge levels with map, or set empty: share-out, so that people count the same",
  );
  const shared = await weightsOf({ ...scheme, empty: "share-out" }, people);
  // thirds: 1 / 3 / (4 / 7), 1 / 3 / (2 / 7), 1 / 3 / (1 / 7)
  expect(rounded(shared.weights)).toEqual([...Array(4).fill(0.583333), 1.166667, 1.166667, 2.333333]);
  expect(shared.problem).toBe(
    "weights: nobody is in Female x young (0.25): 25.0 % of the population, which went to the other cells",
  );
});

test.each([
  [
    "a level nobody has",
    { scheme: "raking", targets: { gender: { Man: 0.5, Female: 0.5 } } },
    'gender: nobody has the level "Man", whose target is 0.5; people have "(missing)", "Female", "Male", "Other"',
  ],
  [
    "a level of cells that nobody has",
    { scheme: "post-stratification", cells: cells({ "Male old": 0.5, "Male ancient": 0.5 }) },
    'age: nobody has the level "ancient", whose target is 0.5; people have "(missing)", "old", "young"',
  ],
])("%s leaves people without weights, and is named", async (_, weights, reason) => {
  expect(await weightsOf(weights, everybody)).toEqual({
    weights: null,
    label: "none",
    problem: `weights: ${reason}, so that people count the same`,
  });
  await expect(fitted(weights, everybody)).rejects.toThrow(`weights: ${reason}`);
});

test("an attribute that the dataset lacks is named, and people the survey doesn't know have no level", async () => {
  const party = await withData({ scheme: "none" }, async (data, groups) =>
    personWeights(
      data,
      groupsSchema.parse({
        ...groups,
        attributes: { party: { column: "party", title: "Party" } },
        weights: { scheme: "raking", targets: { party: { left: 0.5, right: 0.5 } } },
      }),
      everybody,
      "corrected",
    ),
  );
  expect(party.problem).toBe("weights: the dataset has no attribute 'party', so that people count the same");
  const half = { scheme: "raking", targets: { gender: { Male: 0.5, Female: 0.5 } } };
  expect((await weightsOf(half, ["nobody"])).problem).toContain("nobody has any level");
  expect((await weightsOf(half, [])).problem).toContain("there is nobody to weight");
});

test("an analysis that needs weights says so when none are asked for", async () => {
  await expect(fitted({ scheme: "none" }, everybody)).rejects.toThrow(
    "weights: none are asked for, expected --groups FILE whose weights have a scheme (raking or post-stratification) and targets",
  );
});

test.each([
  [
    "  scheme: raking\n  targets:\n    gender: {Male: 0.5, Female: 0.4}\n",
    "mine.yaml:6:13: weights.targets.gender: shares sum to 0.9, expected 1 (within 0.01)",
  ],
  [
    "  scheme: raking\n  targets:\n    party: {left: 1}\n",
    'mine.yaml:4:3: weights: "party" is no attribute, expected one of gender, age',
  ],
  [
    "  scheme: post-stratification\n  cells:\n    - {levels: {gender: Male}, share: 0.5}\n    - {levels: {age: old}, share: 0.5}\n",
    "mine.yaml:7:16: weights.cells[1].levels: names age, while the first cell names gender",
  ],
  [
    "  scheme: post-stratification\n  cells:\n    - {levels: {gender: Male}, share: 0.5}\n    - {levels: {gender: Male}, share: 0.3}\n",
    "mine.yaml:7:16: weights.cells[1].levels: stands twice, first as cell 0\nmine.yaml:6:5: weights.cells: shares sum to 0.8, expected 1 (within 0.01)",
  ],
  [
    "  scheme: quota\n",
    'mine.yaml:4:11: weights.scheme: invalid value "quota", expected one of "none", "raking", "post-stratification"',
  ],
  [
    "  scheme: raking\n  targets: {}\n",
    "mine.yaml:5:12: weights.targets: invalid value {}, expected at least one attribute",
  ],
])("a wrong scheme is told with its place, case %#", (weights, problem) => {
  const text = `attributes: {gender: {column: gender, title: Gender}, age: {column: age, title: Age}}\n# people\nweights:\n${weights}`;
  let message = "";
  try {
    parseGroups(text, "mine.yaml");
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  expect(message).toBe(problem);
});
