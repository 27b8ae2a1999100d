// How often intervals of welfare differences hold the truth: node benchmarks/welfare-coverage/run.ts [SIMULATIONS]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, type Matrix, mean, type Random, standardDeviation } from "@refract/stats";
import type { Base } from "../../packages/analyze/src/analyses/welfare/bases.ts";
import { panelWelfare } from "../../packages/analyze/src/analyses/welfare/panel-welfare.ts";
import { schemeDifferences } from "../../packages/analyze/src/analyses/welfare/scheme-differences.ts";
import { referenceScheme } from "../../packages/analyze/src/analyses/welfare/schemes.ts";

const simulations = Number(process.argv[2] ?? 200);
const sampleSizes = [80, 230, 1000];
const populationPeople = 60_000;
const populationDraws = 20_000;
const models = 21;
/** PRISM's people have scores of about two models in five. */
const scoredShare = 0.4;

interface Sample {
  readonly base: Base;
  readonly scores: Matrix;
}

/** People of whom four in ten are of a group that likes every third model better and the others less. */
function drawPeople(random: Random, people: number): Sample {
  const values = new Float64Array(people * models).fill(Number.NaN);
  const group: boolean[] = [];
  for (let person = 0; person < people; person += 1) {
    const isOfGroup = random.chance(0.4);
    group.push(isOfGroup);
    const own = random.normal(60, 12);
    for (let model = 0; model < models; model += 1) {
      if (!random.chance(scoredShare)) continue;
      const liked = isOfGroup ? (model % 3 === 0 ? 6 : -2) : 0;
      values[person * models + model] = own + 0.4 * model + liked + random.normal(0, 18);
    }
  }
  const rows = Array.from({ length: people }, (_, person) => person);
  const part = (name: string, isKept: (person: number) => boolean) => ({
    name,
    title: name,
    rows: rows.filter(isKept),
  });
  return {
    scores: { rows: people, columns: models, values },
    base: {
      name: "all",
      title: "all",
      rows,
      pools: [part("group", (person) => group[person] === true)],
      complements: [part("not-group", (person) => group[person] !== true)],
    },
  };
}

/** Differences against representative panels of 100. */
function differencesOf({ base, scores }: Sample, draws: number, seed: string) {
  const found = panelWelfare(base, { judged: scores, worth: scores, scoreWithoutData: 1, draws, seed });
  return schemeDifferences(base, found, scores).filter(({ against }) => against.name === referenceScheme);
}

const figure = (value: number) => Number(value.toPrecision(3));
const start = performance.now();
const truth = differencesOf(
  drawPeople(createRandom("population"), populationPeople),
  populationDraws,
  "truth",
);

const rounds = sampleSizes.map((people) => {
  const samples = Array.from({ length: simulations }, (_, round) =>
    differencesOf(drawPeople(createRandom(`${people} ${round}`), people), 1000, `draws ${round}`),
  );
  return {
    people,
    differences: truth.map(({ population, scheme, difference }, place) => {
      const right = difference ?? Number.NaN;
      const own = samples.flatMap((sample) => sample[place] ?? []);
      const errors = own.map((one) => (one.difference ?? Number.NaN) - right);
      const isHeld = own.map(
        ({ interval }) => interval.problem === null && interval.lower <= right && right <= interval.upper,
      );
      const widths = own.flatMap(({ interval }) =>
        interval.problem === null ? [interval.upper - interval.lower] : [],
      );
      return {
        population: population.name,
        scheme: scheme.name,
        truth: figure(right),
        bias: figure(mean(errors)),
        standardDeviation: figure(standardDeviation(errors)),
        meanHalfWidth: figure(mean(widths) / 2),
        coverage: figure(isHeld.filter(Boolean).length / simulations),
      };
    }),
  };
});
const result = {
  benchmark: "welfare-coverage",
  data: "simulated: no person rated anything",
  simulations,
  models,
  draws: 1000,
  node: process.version,
  seconds: figure((performance.now() - start) / 1000),
  rounds,
};
writeFileSync(join(import.meta.dirname, "results.json"), `${JSON.stringify(result, null, 2)}\n`);
for (const { people, differences } of rounds) {
  process.stdout.write(`${people} people\n`);
  for (const one of differences) process.stdout.write(`  ${JSON.stringify(one)}\n`);
}
