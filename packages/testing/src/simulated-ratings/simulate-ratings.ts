import { createRandom, normalQuantile, type Random } from "@refract/stats";

export interface SimulatedRatingsOptions {
  readonly seed: string;
  readonly people: number;
  /** Utility of each model, in units of the noise of one rating. */
  readonly utilities: readonly number[];
  /** Spread of people's own tastes for each model; 0.6 unless told. Above 0, the battles of one person hang together. */
  readonly tasteSpread?: number;
  /** What is added to the utilities of the planted group; nothing unless told. */
  readonly plantedShift?: Readonly<Record<number, number>>;
}

/** Simulated ratings in columns, and three groupings of the people. Synthetic: nobody rated anything. */
export interface SimulatedRatings {
  readonly itemCount: number;
  /** One entry a rating. */
  readonly person: Int32Array;
  readonly opening: Int32Array;
  readonly item: Int32Array;
  /** 1-100, whole. */
  readonly score: Float64Array;
  /** One entry a person, 0 or 1. */
  readonly groups: {
    /** Has the shifted utilities: 3 people of 10. */
    readonly planted: Int32Array;
    /** Says nothing: 3 people of 10. */
    readonly unrelated: Int32Array;
    /** Same utilities, but half as much of the scale used: 3 people of 10. */
    readonly narrow: Int32Array;
  };
}

/** Utilities spread like the middle of a normal distribution with standard deviation 0.5, the best first. */
export function simulatedUtilities(models: number): readonly number[] {
  return Array.from({ length: models }, (_, model) => -0.5 * normalQuantile((model + 0.5) / models));
}

/**
 * Ratings in PRISM's design: as a rule six conversations a person (5.7 on average), each with four of the models at its opening.
 *
 * A person feels utility + taste (normal, one a model and person) + noise (normal, sd 1) and reports it on a scale of their own: round(centre +
 * reach x feeling), cut to 1-100, centre normal (62, 12), reach log-normal with median 24. Of
 * pairs of ratings in a turn 18 % are then within 5 points of each other (PRISM: 17.5 %).
 */
export function simulateRatings(options: SimulatedRatingsOptions): SimulatedRatings {
  const { utilities, people, tasteSpread = 0.6, plantedShift = {} } = options;
  const random = createRandom(options.seed).stream("ratings");
  const itemCount = utilities.length;
  const columns = {
    person: [] as number[],
    opening: [] as number[],
    item: [] as number[],
    score: [] as number[],
  };
  const group = () => Int32Array.from({ length: people }, () => Number(random.chance(0.3)));
  const groups = { planted: group(), unrelated: group(), narrow: group() };
  let opening = 0;
  for (let person = 0; person < people; person += 1) {
    const centre = random.normal(62, 12);
    const reach = Math.exp(random.normal(Math.log(24), 0.5)) * (groups.narrow[person] === 1 ? 0.5 : 1);
    const feelings = utilities.map(
      (utility, item) =>
        utility +
        random.normal(0, tasteSpread) +
        (groups.planted[person] === 1 ? (plantedShift[item] ?? 0) : 0),
    );
    for (let left = conversationsOf(random); left > 0; left -= 1) {
      for (const item of fourOf(random, itemCount)) {
        const felt = (feelings[item] ?? 0) + random.normal();
        columns.person.push(person);
        columns.opening.push(opening);
        columns.item.push(item);
        columns.score.push(Math.min(100, Math.max(1, Math.round(centre + reach * felt))));
      }
      opening += 1;
    }
  }
  return Object.freeze({
    itemCount,
    person: Int32Array.from(columns.person),
    opening: Int32Array.from(columns.opening),
    item: Int32Array.from(columns.item),
    score: Float64Array.from(columns.score),
    groups,
  });
}

function conversationsOf(random: Random): number {
  return random.chance(0.85) ? 6 : 1 + random.integer(7);
}

/** Four different items, or all of fewer. */
function fourOf(random: Random, itemCount: number): readonly number[] {
  const drawn: number[] = [];
  while (drawn.length < Math.min(4, itemCount)) {
    const item = random.integer(itemCount);
    if (!drawn.includes(item)) drawn.push(item);
  }
  return drawn;
}
