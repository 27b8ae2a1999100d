import {
  buildDesign,
  clusteredPearson,
  cohenKappa,
  createRandom,
  intraclassCorrelations,
  kendall,
  pearson,
  type Random,
  spearman,
} from "@refract/stats";
import { clusteredSlopes } from "../../packages/analyze/src/analyses/text-features/clustered-slopes.ts";
import { fitTopicRegressions } from "../../packages/analyze/src/analyses/topic-regressions/fit-topic-regressions.ts";
import { type Line, Tally } from "./tally.ts";

/** Rows of people: 1 to 7 conversations of four responses each. */
function conversations(random: Random, people: number): readonly number[] {
  return Array.from({ length: people }, (_, person) =>
    Array.from({ length: 1 + random.integer(7) }, () => person),
  ).flat();
}

/** What regressions and correlations of people's answers say where nothing hangs together. */
export function associationLines(rounds: number): readonly Line[] {
  return [30, 100, 300].flatMap((people) => {
    const random = createRandom(`associations ${people}`);
    const own = people === 300 ? Math.ceil(rounds / 4) : rounds;
    const tallies = {
      length: new Tally(),
      topics: new Tally(),
      sliders: new Tally(),
      pearson: new Tally(),
      spearman: new Tally(),
      kendall: new Tally(),
    };
    for (let round = 0; round < own; round += 1) {
      const rows = conversations(random, people);
      const levels = Float64Array.from({ length: people }, () => random.normal());
      const habits = Float64Array.from({ length: people }, () => random.normal());
      const value = (of: Float64Array, row: number) => (of[rows[row] ?? 0] ?? 0) + random.normal();
      // a feature that people have of their own, and scores of theirs
      const feature = Float64Array.from(rows, (_, row) => Math.exp(0.5 * value(habits, row)));
      const scores = Float64Array.from(rows, (_, row) => value(levels, row));
      const design = buildDesign([{ kind: "number", name: "characters", values: feature }]);
      const draws = { seed: `draws ${round}`, draws: 199 };
      tallies.length.rejects(
        clusteredSlopes(design, scores, rows.map(String), draws).coefficients[1]?.pValue ?? null,
      );
      tallies.sliders.rejects(clusteredPearson(feature, scores, rows, draws).pValue);
      // a topic that people take up or don't, and levels of people: a reference of ten people, and levels of few and many
      const taste = Float64Array.from({ length: people }, () => random.next() * 0.4);
      const labels = rows.map((person) => (random.chance(taste[person] ?? 0) ? 0 : -1));
      const level = Array.from({ length: people }, (_, person) =>
        person < 10 ? "reference" : person % 12 === 0 ? "few" : person % 2 === 0 ? "even" : "odd",
      );
      const found = fitTopicRegressions(
        labels,
        rows.map(String),
        [
          {
            name: "level",
            levels: rows.map((person) => level[person] ?? ""),
            order: ["reference", "even", "odd", "few"],
            reference: "reference",
          },
        ],
        { minimumPeople: 10 },
      );
      for (const { clusteredP } of found.coefficients)
        if (clusteredP !== null) tallies.topics.rejects(clusteredP);
      const [x, y] = [levels, Float64Array.from(habits, Math.exp)];
      tallies.pearson.rejects(pearson(x, y).pValue);
      tallies.spearman.rejects(spearman(x, y).pValue);
      tallies.kendall.rejects(kendall(x, y).pValue);
    }
    const facts = {
      part: "associations",
      design: `${people} people`,
      rounds: own,
      kind: "rejection",
    } as const;
    return [
      tallies.length.line({ ...facts, what: "text-features: slope, clustered by person" }),
      tallies.topics.line({ ...facts, what: "topic-regressions: level of a factor, clustered by person" }),
      tallies.sliders.line({ ...facts, what: "attributes: correlation over conversations" }),
      tallies.pearson.line({ ...facts, what: "correlation of people: Pearson" }),
      tallies.spearman.line({ ...facts, what: "correlation of people: Spearman" }),
      tallies.kendall.line({ ...facts, what: "correlation of people: Kendall" }),
    ];
  });
}

/** Two raters agree beyond chance for this share of units, else by chance: then kappa is that share. */
const agreements = [0.4, 0.64, 0.85];
/** How often the categories occur. */
const categories = [
  [0.5, 0.5],
  [0.8, 0.2],
  [0.4, 0.35, 0.25],
] as const;

/** Intervals of agreement of three raters on 10 to 100 units. */
export function agreementLines(rounds: number): readonly Line[] {
  return [10, 30, 100].flatMap((units) => {
    const random = createRandom(`agreement ${units}`);
    const forms = { ICC1: new Tally(), ICC2: new Tally(), ICC3: new Tally() };
    for (let round = 0; round < rounds; round += 1) {
      const raters = Array.from({ length: 3 }, () => random.normal(0, 0.5));
      const ratings = Array.from({ length: units }, () => {
        const unit = random.normal();
        return raters.map((rater) => unit + rater + random.normal(0, Math.sqrt(0.75)));
      });
      const fixed = ratings.map((row) => row.map((value, place) => value - (raters[place] ?? 0)));
      // unit variance 1, rater 0.25, residual 0.75
      forms.ICC2.covers(intraclassCorrelations(ratings).forms.ICC2.interval, 0.5);
      forms.ICC1.covers(intraclassCorrelations(fixed).forms.ICC1.interval, 1 / 1.75);
      forms.ICC3.covers(intraclassCorrelations(ratings).forms.ICC3.interval, 1 / 1.75);
    }
    const facts = { part: "agreement", design: `${units} units`, rounds, kind: "coverage" } as const;
    return [
      forms.ICC1.line({ ...facts, what: "intraclass correlation, first form" }),
      forms.ICC2.line({ ...facts, what: "intraclass correlation, second form (random raters)" }),
      forms.ICC3.line({ ...facts, what: "intraclass correlation, third form" }),
    ];
  });
}

/** Intervals of kappa of two raters, for little and much agreement and even and uneven categories. */
export function kappaLines(rounds: number): readonly Line[] {
  return [10, 30, 100].flatMap((units) =>
    agreements.flatMap((truth) => categories.map((shares) => kappaLine(rounds, units, truth, shares))),
  );
}

function kappaLine(rounds: number, units: number, truth: number, shares: readonly number[]): Line {
  const random = createRandom(`kappa ${units} ${truth} ${shares.join(" ")}`);
  const kappa = new Tally();
  const category = () => {
    let left = random.next();
    return Math.max(
      0,
      shares.findIndex((share) => {
        left -= share;
        return left < 0;
      }),
    );
  };
  for (let round = 0; round < rounds; round += 1) {
    const first = Array.from({ length: units }, category);
    const second = first.map((own) => (random.chance(truth) ? own : category()));
    const found = cohenKappa(first, second);
    // without a second category there is no kappa, and the product says so
    if (found.problem === null) kappa.covers(found.interval, truth);
  }
  return kappa.line({
    part: "kappa",
    what: "Cohen's kappa, two raters",
    design: `${units} units; kappa ${truth}, categories ${shares.map((share) => `${100 * share} %`).join(", ")}`,
    rounds,
    kind: "coverage",
  });
}
