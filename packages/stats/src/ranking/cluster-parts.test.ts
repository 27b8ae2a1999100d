import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { cellsOfClusters, partOfClusters } from "./cluster-parts.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import { comparisonCells } from "./comparison-cells.ts";

const random = createRandom("parts of clusters");
const itemCount = 7;
const rows = Array.from({ length: 400 }, () => {
  const first = random.integer(itemCount);
  return {
    cluster: random.integer(30),
    first,
    second: (first + 1 + random.integer(itemCount - 1)) % itemCount,
    score: random.pick([0, 0.5, 1]),
    weight: random.pick([0, 0.5, 1, 2]),
  };
}).sort((one, other) => one.cluster - other.cluster);

function comparisonsOf(own: typeof rows, weighted: boolean) {
  return {
    itemCount,
    first: own.map(({ first }) => first),
    second: own.map(({ second }) => second),
    score: own.map(({ score }) => score),
    ...(weighted ? { weight: own.map(({ weight }) => weight) } : {}),
  };
}

const clusters = [...new Set(rows.map(({ cluster }) => cluster))];
const clustered = (weighted: boolean) =>
  clusterComparisons(
    comparisonsOf(rows, weighted),
    rows.map(({ cluster }) => clusters.indexOf(cluster)),
  );

test.each([
  ["every third", (cluster: number) => cluster % 3 === 0],
  ["one", (cluster: number) => cluster === 4],
  ["all", () => true],
])("a part of %s is what its comparisons alone are", (_, isKept) => {
  const kept = clusters.filter((_own, place) => isKept(place));
  const own = rows.filter(({ cluster }) => kept.includes(cluster));
  for (const weighted of [false, true])
    expect(partOfClusters(clustered(weighted), isKept)).toEqual(
      clusterComparisons(
        comparisonsOf(own, weighted),
        own.map(({ cluster }) => kept.indexOf(cluster)),
      ),
    );
});

test("no cluster is a part without cells", () => {
  const none = partOfClusters(clustered(false), () => false);
  expect([none.clusterCount, none.cells.low.length, none.slot.length]).toEqual([0, 0, 0]);
  expect(none.cells.itemCount).toBe(itemCount);
});

test("cells of a panel are those of its comparisons, twice for somebody who is named twice", () => {
  const panel = [3, 11, 3, 20];
  const own = panel.flatMap((place) => rows.filter(({ cluster }) => cluster === clusters[place]));
  expect(cellsOfClusters(clustered(false), panel)).toEqual(comparisonCells(comparisonsOf(own, false)));
});
