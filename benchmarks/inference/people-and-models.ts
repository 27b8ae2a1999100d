import { createRandom } from "@refract/stats";
import { type AnswerPoints, answererVariance } from "@refract/stats/intervals";
import { comparePairs } from "../../packages/ask/src/compare/compare-pairs.ts";
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

/** People's points beside a model's, who is as one of them on every question anew: other people and other questions would differ. */
export function peopleBesideLines(rounds: number): readonly Line[] {
  return designs.flatMap(({ people, questions, each }) => {
    const random = createRandom(`people beside ${people} ${questions} ${each}`);
    const [means, differences, tests] = [new Tally(), new Tally(), new Tally()];
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
      const pairs = answers.flatMap((own, question) => {
        if (own.length === 0) return [];
        const second = own.reduce((sum, { points }) => sum + points, 0) / own.length;
        tally.add(String(question), second);
        const level = random.normal(0, spreadOfPeople) + (difficulty[question] ?? 0);
        return [{ cluster: String(question), first: Number(random.chance(logistic(level))), second }];
      });
      const added = answererVariance(answers.filter(({ length }) => length > 0));
      const { lower, upper } = tally.mean(added);
      means.covers([lower, upper], truth);
      const found = comparePairs(pairs, added);
      differences.covers([found.lower, found.upper], 0);
      tests.rejects(found.pValue);
    }
    const design = `${people} people, ${questions} questions, ${each} answered by each`;
    const facts = { part: "people-beside-run", design, rounds } as const;
    return [
      means.line({ ...facts, what: "report --people: mean of people", kind: "coverage" }),
      differences.line({ ...facts, what: "report --people: model minus people", kind: "coverage" }),
      tests.line({ ...facts, what: "report --people: test of model minus people", kind: "rejection" }),
    ];
  });
}
