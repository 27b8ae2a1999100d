import { expect, test } from "vitest";
import { abilityIntervals } from "./ability-intervals.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { clusteredCovariance } from "./bradley-terry-covariance.ts";
import { jackknifeAbilityCovariance } from "./bradley-terry-jackknife.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import reference from "./fixtures/bradley-terry-jackknife.json" with { type: "json" };

const battles = {
  itemCount: reference.items,
  first: reference.first,
  second: reference.second,
  score: reference.score,
};

function fitted(weight?: readonly number[]) {
  const clustered = clusterComparisons(
    weight === undefined ? battles : { ...battles, weight },
    reference.person,
  );
  const fit = fitBradleyTerry(clustered.cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  return { clustered, fit };
}

// R 4.2.2, by benchmarks/reference/bradley-terry-jackknife.R
test.each([
  ["plain", undefined, reference.plain],
  ["weighted", reference.weight, reference.weighted],
] as const)(
  "%s battles: abilities and errors by leaving out people are those of R",
  (_, weight, expected) => {
    const { clustered, fit } = fitted(weight);
    const found = jackknifeAbilityCovariance(clustered, fit);
    if (found.problem !== null) throw new Error(found.problem);
    expect(found.degreesOfFreedom).toBe(13);
    for (const [i, row] of expected.covariance.entries()) {
      expect(fit.abilities[i]).toBeCloseTo(expected.abilities[i] ?? Number.NaN, 8);
      for (const [j, value] of row.entries())
        expect(found.matrix[i * reference.items + j]).toBeCloseTo(value, 8);
    }
    // t of 13 degrees of freedom
    const [first] = abilityIntervals(fit, found, found);
    expect(((first?.upper ?? 0) - (first?.ability ?? 0)) / (first?.standardError ?? 1)).toBeCloseTo(
      2.160369,
      6,
    );
  },
);

test("errors are larger than those of the sandwich, which trusts residuals as they are", () => {
  const { clustered, fit } = fitted(reference.weight);
  const sandwich = clusteredCovariance(clustered, fit).matrix ?? [];
  const own = jackknifeAbilityCovariance(clustered, fit).matrix ?? [];
  for (let item = 0; item < reference.items; item += 1) {
    const place = item * reference.items + item;
    expect(own[place]).toBeGreaterThan(sandwich[place] ?? Number.POSITIVE_INFINITY);
  }
});

test("an item that one person alone compared does not stop the errors, one person does", () => {
  const first = [...battles.first, 5, 0, 5];
  const second = [...battles.second, 0, 5, 1];
  const score = [...battles.score, 1, 1, 0];
  const clustered = clusterComparisons({ itemCount: 6, first, second, score }, [
    ...reference.person,
    0,
    0,
    0,
  ]);
  const fit = fitBradleyTerry(clustered.cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  const found = jackknifeAbilityCovariance(clustered, fit);
  expect(found.problem).toBeNull();
  expect(found.matrix?.every(Number.isFinite)).toBe(true);
  const alone = clusterComparisons(
    battles,
    reference.person.map(() => 0),
  );
  const single = fitBradleyTerry(alone.cells);
  if (single.problem !== null) throw new Error(single.problem);
  expect(jackknifeAbilityCovariance(alone, single).problem).toBe(
    "there are 1 clusters with comparisons, at least two are needed",
  );
});
