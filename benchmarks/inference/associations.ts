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
  [0.9, 0.1],
  [0.4, 0.35, 0.25],
] as const;

/** Designs of ratings: units, raters, and how far raters and ratings of one unit differ beside units, whose variance is 1. */
const ratingDesigns = [
  ...[10, 30, 100, 300].map((units) => ({ units, raters: 3, between: 0.25, rest: 0.75 })),
  { units: 100, raters: 3, between: 1, rest: 0.75 },
  { units: 100, raters: 3, between: 0.25, rest: 0.2 },
  { units: 30, raters: 2, between: 0.25, rest: 0.2 },
  { units: 30, raters: 5, between: 0.25, rest: 0.75 },
] as const;

/** Intervals of agreement of 2 to 5 raters on 10 to 300 units. */
export function agreementLines(rounds: number): readonly Line[] {
  return ratingDesigns.flatMap(({ units, raters, between, rest }) => {
    const random = createRandom(`agreement ${units} ${raters} ${between} ${rest}`);
    const forms = { ICC1: new Tally(), ICC2: new Tally(), ICC3: new Tally(), ICC2k: new Tally() };
    const [free, fixed] = [1 / (1 + between + rest), 1 / (1 + rest)];
    for (let round = 0; round < rounds; round += 1) {
      const levels = Array.from({ length: raters }, () => random.normal(0, Math.sqrt(between)));
      const ratings = Array.from({ length: units }, () => {
        const unit = random.normal();
        return levels.map((level) => unit + level + random.normal(0, Math.sqrt(rest)));
      });
      const levelled = ratings.map((row) => row.map((value, place) => value - (levels[place] ?? 0)));
      const found = intraclassCorrelations(ratings).forms;
      forms.ICC2.covers(found.ICC2.interval, free);
      forms.ICC2k.covers(found.ICC2k.interval, 1 / (1 + (between + rest) / raters));
      forms.ICC3.covers(found.ICC3.interval, fixed);
      forms.ICC1.covers(intraclassCorrelations(levelled).forms.ICC1.interval, fixed);
    }
    const design = `${units} units, ${raters} raters; variance of raters ${between}, of ratings ${rest}`;
    const facts = { part: "agreement", design, rounds, kind: "coverage" } as const;
    return [
      forms.ICC1.line({ ...facts, what: "intraclass correlation, first form" }),
      forms.ICC2.line({ ...facts, what: "intraclass correlation, second form (random raters)" }),
      forms.ICC2k.line({ ...facts, what: "intraclass correlation, second form, mean of the raters" }),
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
    // without a second category there is no kappa, and with few ratings of one no interval
    if (found.interval === null) kappa.refuse();
    else kappa.covers(found.interval, truth);
  }
  return kappa.line({
    part: "kappa",
    what: "Cohen's kappa, two raters",
    design: `${units} units; kappa ${truth}, categories ${shares.map((share) => `${100 * share} %`).join(", ")}`,
    rounds,
    kind: "coverage",
  });
}
