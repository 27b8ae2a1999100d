import { createRandom, type Random } from "@refract/stats";
import { comparePairs, type PointPair } from "../../packages/ask/src/compare/compare-pairs.ts";
import { PointTally } from "../../packages/ask/src/scores/interval.ts";
import { type Line, Tally } from "./tally.ts";

/** A kind of question: its truth, the mean over questions, and how points of one of them are drawn. */
interface Drawn {
  readonly truth: number;
  /** Points of one question's items and repeats. */
  readonly points: (random: Random) => readonly number[];
}

interface Questions {
  readonly title: string;
  readonly draw: (random: Random) => Drawn;
}

/** Half of the questions are alike, the other half differ from always to never. */
const repeats = (times: number, ease: number): Questions => ({
  title: `${times} repeats of yes/no questions, ${100 * ease} % right`,
  draw: () => ({
    truth: ease,
    points: (random) => {
      const chance = random.chance(0.5) ? ease : Number(random.chance(ease));
      return Array.from({ length: times }, () => Number(random.chance(chance)));
    },
  }),
});

/** Any share, and any likeness of repeats from none to full: at one share figures jump with the few counts there are. */
const anyRepeats: Questions = {
  title: "2 to 10 repeats of yes/no questions, all shares and likenesses",
  draw: (random) => {
    const truth = random.next();
    const times = 2 + random.integer(9);
    const alike = random.next();
    return {
      truth,
      points: (own) => {
        const fixed = own.chance(alike);
        const answer = Number(own.chance(truth));
        return Array.from({ length: times }, () => (fixed ? answer : Number(own.chance(truth))));
      },
    };
  },
};

const questions: readonly [Questions, ...Questions[]] = [
  {
    title: "points from 0 to 1, sizes of clusters differ",
    draw: () => ({
      truth: 0.6,
      points: (random) => {
        const level = Math.min(0.95, Math.max(0.25, random.normal(0.6, 0.1)));
        return Array.from({ length: 1 + random.integer(6) }, () =>
          Math.min(1, Math.max(0, level + (random.next() - 0.5) * 0.1)),
        );
      },
    }),
  },
  {
    title: "one point from 0 to 1 a cluster",
    draw: () => ({ truth: 2 / 3, points: (random) => [Math.sqrt(random.next())] }),
  },
  repeats(10, 0.5),
  repeats(10, 0.7),
  repeats(5, 0.5),
  repeats(3, 0.8),
  anyRepeats,
];

export function askingLines(rounds: number): readonly Line[] {
  const lines: Line[] = [];
  for (const clusters of [5, 10, 25, 60])
    for (const { title, draw } of questions) {
      const random = createRandom(`${clusters} ${title}`);
      const [means, differences, tests] = [new Tally(), new Tally(), new Tally()];
      for (let round = 0; round < rounds; round += 1) {
        const { truth, points } = draw(random);
        const tally = new PointTally();
        const pairs: PointPair[] = [];
        for (let cluster = 0; cluster < clusters; cluster += 1) {
          const own = points(random);
          for (const one of own) tally.add(`${cluster}`, one);
          // the other model has the same questions in the same number
          const other = points(random);
          for (const [place, first] of own.entries())
            pairs.push({ cluster: `${cluster}`, first, second: other[place % other.length] ?? 0 });
        }
        const { lower, upper } = tally.mean();
        means.covers([lower, upper], truth);
        const found = comparePairs(pairs);
        differences.covers([found.lower, found.upper], 0);
        tests.rejects(found.pValue);
      }
      const design = `${clusters} clusters; ${title}`;
      lines.push(
        means.line({ part: "asking", what: "ask: mean of points", design, rounds, kind: "coverage" }),
        differences.line({
          part: "asking",
          what: "compare: difference of two models",
          design,
          rounds,
          kind: "coverage",
        }),
        tests.line({
          part: "asking",
          what: "compare: test of a difference",
          design,
          rounds,
          kind: "rejection",
          asked: clusters < 40 ? "at most 5 % (exact)" : "4-6 %",
        }),
      );
    }
  lines.push(...independentLines(rounds));
  return lines;
}

/** Means where the other answer comes from rare questions: few clusters often hold none of them, and nothing in them says so. */
export function rareLines(rounds: number): readonly Line[] {
  return [5, 10, 25, 60, 200].flatMap((clusters) =>
    [repeats(10, 0.7), repeats(10, 0.8), repeats(10, 0.9)].map(({ title, draw }) => {
      const random = createRandom(`rare ${clusters} ${title}`);
      const means = new Tally();
      const { truth, points } = draw(random);
      for (let round = 0; round < rounds; round += 1) {
        const tally = new PointTally();
        for (let cluster = 0; cluster < clusters; cluster += 1)
          for (const one of points(random)) tally.add(`${cluster}`, one);
        const { lower, upper } = tally.mean();
        means.covers([lower, upper], truth);
      }
      return means.line({
        part: "asking-rare",
        what: "ask: mean of points, rare questions of the other kind",
        design: `${clusters} clusters; ${title}`,
        rounds,
        kind: "coverage",
      });
    }),
  );
}

/** The exact test alone, in ten times as many rounds: with 2,000 of them 5 % is known within one point only. */
export function exactTestLines(rounds: number): readonly Line[] {
  return [10, 25].map((clusters) => {
    const random = createRandom(`exact ${clusters}`);
    const tests = new Tally();
    const [{ title, draw }] = questions;
    const { points } = draw(random);
    for (let round = 0; round < rounds; round += 1) {
      const pairs: PointPair[] = [];
      for (let cluster = 0; cluster < clusters; cluster += 1) {
        const [own, other] = [points(random), points(random)];
        for (const [place, first] of own.entries())
          pairs.push({ cluster: `${cluster}`, first, second: other[place % other.length] ?? 0 });
      }
      tests.rejects(comparePairs(pairs).pValue);
    }
    return tests.line({
      part: "exact-test",
      what: "compare: test of a difference",
      design: `${clusters} clusters; ${title}`,
      rounds,
      kind: "rejection",
      asked: "at most 5 % (exact)",
    });
  });
}

/** Wilson's and McNemar's, over all shares of right answers: at one share their figures jump with the few counts there are. */
function independentLines(rounds: number): readonly Line[] {
  return [5, 10, 30, 100].flatMap((items) => {
    const random = createRandom(`independent ${items}`);
    const [means, tests] = [new Tally(), new Tally()];
    for (let round = 0; round < rounds; round += 1) {
      const truth = random.next();
      const tally = new PointTally();
      const pairs: PointPair[] = [];
      for (let item = 0; item < items; item += 1) {
        const [first, second] = [Number(random.chance(truth)), Number(random.chance(truth))];
        tally.add(`${item}`, first);
        pairs.push({ cluster: `${item}`, first, second });
      }
      const { lower, upper } = tally.mean();
      means.covers([lower, upper], truth);
      tests.rejects(comparePairs(pairs).pValue);
    }
    const design = `${items} independent yes/no items, all shares`;
    return [
      means.line({ part: "asking", what: "ask: share (Wilson)", design, rounds, kind: "coverage" }),
      tests.line({
        part: "asking",
        what: "compare: McNemar, exact",
        design,
        rounds,
        kind: "rejection",
        asked: "at most 5 % (exact)",
      }),
    ];
  });
}
