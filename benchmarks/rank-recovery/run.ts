// Known utilities in PRISM's design, recovered: node benchmarks/rank-recovery/run.ts [SIMULATIONS]
import { writeFileSync } from "node:fs";
import { adjustPValues, mean } from "@refract/stats";
import { simulatedUtilities } from "@refract/testing/simulated-ratings";
import { plantedPValue, populationAbilities, type Recovery, recover } from "./recover.ts";

const simulations = Number(process.argv[2] ?? 200);
const people = 1500;
const populationPeople = 300_000;
const replicates = 300;
const utilities = simulatedUtilities(21);
// three of 21 models are liked differently by 3 people of 10
const plantedShift = { 3: -0.4, 10: 0.4, 17: 0.4 };

const start = performance.now();
const population = populationAbilities({ utilities, plantedShift }, populationPeople);
const populationSeconds = (performance.now() - start) / 1000;
const results: Recovery[] = [];
for (let round = 0; round < simulations; round += 1)
  results.push(recover({ seed: `study ${round}`, people, utilities, plantedShift }, population, replicates));

/** How often a shift of this share of the planted one is found. */
const powerAt = (share: number): number => {
  const shift = Object.fromEntries(Object.entries(plantedShift).map(([model, by]) => [model, by * share]));
  let found = 0;
  for (let round = 0; round < simulations; round += 1) {
    const seed = `power ${share} ${round}`;
    if (plantedPValue({ seed, people, utilities, plantedShift: shift }) <= 0.05) found += 1;
  }
  return figure(found / simulations);
};

const figure = (value: number) => Number(value.toPrecision(4));
const shareOf = (test: (result: Recovery) => boolean) => figure(results.filter(test).length / simulations);
const holm = ({ pValues }: Recovery) =>
  adjustPValues([pValues.planted, pValues.unrelated, pValues.narrow], "holm");
/** Coverage with its standard error, from the spread between simulations since models of one are not independent. */
const coverage = (kind: keyof Recovery["covered"]) => {
  const shares = results.map(({ covered }) => covered[kind] / utilities.length);
  const own = mean(shares);
  const spread = Math.sqrt(shares.reduce((sum, share) => sum + (share - own) ** 2, 0) / (shares.length - 1));
  return { coverage: figure(own), standardError: figure(spread / Math.sqrt(simulations)) };
};
const tau = (kind: "tauBradleyTerry" | "tauRankCentrality") => ({
  mean: figure(mean(results.map((result) => result[kind]))),
  smallest: figure(Math.min(...results.map((result) => result[kind]))),
  shareAtLeast09: shareOf((result) => result[kind] >= 0.9),
});
const truth = population.abilities;
const result = {
  benchmark: "rank-recovery",
  data: "simulated: no person rated anything",
  simulations,
  people,
  models: utilities.length,
  node: process.version,
  seconds: figure((performance.now() - start) / 1000),
  battles: figure(mean(results.map(({ battles }) => battles))),
  tieShare: figure(mean(results.map(({ tieShare }) => tieShare))),
  estimand: {
    what: `Bradley-Terry abilities (ties half a win) of ${populationPeople} people of the same process`,
    seconds: figure(populationSeconds),
    utilityRange: figure((utilities[0] ?? 0) - (utilities.at(-1) ?? 0)),
    abilityRange: figure(Math.max(...truth) - Math.min(...truth)),
  },
  designEffect: figure(mean(results.map(({ designEffect }) => designEffect))),
  kendallTauWithUtilities: {
    bradleyTerry: tau("tauBradleyTerry"),
    rankCentrality: tau("tauRankCentrality"),
  },
  intervals95: {
    clusteredByParticipant: coverage("clustered"),
    bootstrapOfParticipants: { ...coverage("bootstrap"), replicates },
    battlesTakenAsIndependent: coverage("unclustered"),
  },
  groupTest: {
    level: 0.05,
    planted: "three of 21 models shifted by 0.4 noise units among 3 people of 10",
    plantedHalfFound: powerAt(0.5),
    plantedQuarterFound: powerAt(0.25),
    plantedFound: shareOf(({ pValues }) => pValues.planted <= 0.05),
    plantedFoundHolm: shareOf((one) => (holm(one)[0] ?? 1) <= 0.05),
    unrelatedFound: shareOf(({ pValues }) => pValues.unrelated <= 0.05),
    unrelatedFoundHolm: shareOf((one) => (holm(one)[1] ?? 1) <= 0.05),
    narrowScaleFound: shareOf(({ pValues }) => pValues.narrow <= 0.05),
    narrowScaleFoundHolm: shareOf((one) => (holm(one)[2] ?? 1) <= 0.05),
  },
};
if (simulations >= 200)
  writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
