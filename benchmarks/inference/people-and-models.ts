import { createRandom, normalQuantile } from "@refract/stats";
import { AnswererTally, type AnswerPoints } from "@refract/stats/intervals";
import { comparePairs } from "../../packages/ask/src/compare/compare-pairs.ts";
import {
  agreementPulls,
  answerKey,
  answerShares,
  chanceOfAgreement,
  sameAnswers,
} from "../../packages/ask/src/people/agreement.ts";
import type { PersonAnswer } from "../../packages/ask/src/people/people-dataset.ts";
import { PointTally } from "../../packages/ask/src/scores/interval.ts";
import { type Line, Tally } from "./tally.ts";

interface Design {
  readonly people: number;
  readonly questions: number;
  /** Questions that each person answers. */
  readonly each: number;
}

const designs: readonly Design[] = [
  { people: 30, questions: 5, each: 5 },
  { people: 10, questions: 20, each: 20 },
  { people: 30, questions: 20, each: 20 },
  { people: 30, questions: 60, each: 10 },
  { people: 30, questions: 200, each: 200 },
  { people: 100, questions: 60, each: 60 },
  { people: 300, questions: 60, each: 10 },
];

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** How far people differ from each other, and questions, in log odds of a right answer. */
const [spreadOfPeople, spreadOfQuestions] = [0.7, 1];

/** The share of right answers of everybody to every question: log odds are as often above 0 as below. */
const truth = 0.5;

/** The chance that two people, or somebody and the model, give the same answer to a question, by sums over 200 x 200 quantiles. */
const likelihoodOfTheSame = meanOver((difficulty) => {
  const right = meanOver((level) => logistic(spreadOfPeople * level + spreadOfQuestions * difficulty));
  return right ** 2 + (1 - right) ** 2;
});

function meanOver(of: (deviate: number) => number): number {
  const steps = 200;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += of(normalQuantile((step + 0.5) / steps)) / steps;
  return sum;
}

const item = { format: { kind: "true-false" } } as const;

function personAnswer({ respondent, points }: AnswerPoints): PersonAnswer {
  return {
    ...{ item: "", stage: "", reply: "", seed: "", optionOrder: [], kind: "answer" },
    ...{ respondent, value: points },
  };
}

/** People's points beside a model's, who is as one of them on every question anew: other people and other questions would differ. */
export function peopleBesideLines(rounds: number): readonly Line[] {
  return designs.flatMap(({ people, questions, each }) => {
    const random = createRandom(`people beside ${people} ${questions} ${each}`);
    const [means, differences, tests] = [new Tally(), new Tally(), new Tally()];
    const [withModel, withOthers] = [new Tally(), new Tally()];
    for (let round = 0; round < rounds; round += 1) {
      const levels = Array.from({ length: people }, () => random.normal(0, spreadOfPeople));
      const difficulty = Array.from({ length: questions }, () => random.normal(0, spreadOfQuestions));
      const answers = difficulty.map((): AnswerPoints[] => []);
      const all = Array.from(difficulty.keys());
      for (const [person, level] of levels.entries())
        for (const question of each === questions ? all : random.sample(all, each))
          answers[question]?.push({
            respondent: String(person),
            points: Number(random.chance(logistic(level + (difficulty[question] ?? 0)))),
          });
      const tally = new PointTally();
      const model = { shares: new PointTally(), people: new AnswererTally() };
      const others = { shares: new PointTally(), people: new AnswererTally() };
      const pairs = answers.flatMap((own, question) => {
        if (own.length === 0) return [];
        const second = own.reduce((sum, { points }) => sum + points, 0) / own.length;
        tally.add(String(question), second);
        const level = random.normal(0, spreadOfPeople) + (difficulty[question] ?? 0);
        const first = Number(random.chance(logistic(level)));
        const cluster = String(question);
        const given = own.map(personAnswer);
        model.shares.add(cluster, first === 1 ? second : 1 - second);
        model.people.add(cluster, sameAnswers(item, given, answerKey(item, first)));
        if (given.length > 1) {
          others.shares.add(cluster, answerShares(item, given).amongPeople ?? 0);
          others.people.add(cluster, agreementPulls(item, given));
        }
        return [{ cluster, first, second }];
      });
      const answered = new AnswererTally();
      for (const [question, own] of answers.entries())
        if (own.length > 0) answered.add(String(question), own);
      const added = answered.variance();
      const { lower, upper } = tally.mean(added);
      means.covers([lower, upper], truth);
      const found = comparePairs(pairs, added);
      differences.covers([found.lower, found.upper], 0);
      tests.rejects(found.pValue);
      for (const [of, { shares, people: choice }] of [
        [withModel, model],
        [withOthers, others],
      ] as const) {
        const mean = shares.mean(choice.variance());
        const own = of === withOthers ? chanceOfAgreement(mean) : mean;
        if (own.lower === null) of.refuse();
        else of.covers([own.lower, own.upper], likelihoodOfTheSame);
      }
    }
    const design = `${people} people, ${questions} questions, ${each} answered by each`;
    const facts = { part: "people-beside-run", design, rounds } as const;
    return [
      means.line({ ...facts, what: "report --people: mean of people", kind: "coverage" }),
      differences.line({ ...facts, what: "report --people: model minus people", kind: "coverage" }),
      withModel.line({ ...facts, what: "report --people: agreement with a model", kind: "coverage" }),
      withOthers.line({ ...facts, what: "report --people: chance that two agree", kind: "coverage" }),
      tests.line({
        ...facts,
        what: "report --people: test of model minus people",
        kind: "rejection",
        // p of five questions is at least 1/16, as in compare
        asked: questions < 10 ? "at most 5 % (exact)" : "4-6 %",
      }),
    ];
  });
}
