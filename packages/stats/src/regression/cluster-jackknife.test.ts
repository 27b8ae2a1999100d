import { expect, test } from "vitest";
import { createMatrix, entry } from "../linear-algebra/matrix.ts";
import { jackknifeCovariance } from "./cluster-jackknife.ts";
import { numberClusters } from "./clusters.ts";

test("the error of a mean is its variance over n, and a cluster without weight is none", () => {
  const ones = createMatrix(4, 1);
  ones.values.fill(1);
  // 1, 2 and 4 around 7/3; the fourth does not count
  const residuals = Float64Array.of(-4 / 3, -1 / 3, 5 / 3, 100);
  const clusters = numberClusters(["a", "b", "c", "idle"], 4, "clusters");
  const found = jackknifeCovariance(ones, residuals, clusters, { weights: [1, 1, 1, 0] });
  if (found === null) throw new Error("a covariance");
  // variance of 1, 2, 4 is 7/3
  expect(entry(found, 0, 0)).toBeCloseTo(7 / 9, 12);
  expect(jackknifeCovariance(ones, residuals, clusters, { weights: [1, 0, 0, 0] })).toBeNull();
});
