import {
  adjustPValues,
  buildDesign,
  type Coefficient,
  type Design,
  type DroppedColumn,
  fitLeastSquaresEach,
  interceptName,
  studentTTwoSided,
} from "@refract/stats";

/** A categorical explanation of the topic, with one level a prompt. */
export interface TopicFactor {
  readonly name: string;
  readonly levels: readonly string[];
  readonly reference: string | undefined;
  readonly order: readonly string[];
}

export interface TopicCoefficient {
  readonly topic: number;
  readonly factor: string;
  readonly level: string;
  readonly reference: string;
  /** Prompts and people with the level. */
  readonly prompts: number;
  readonly people: number;
  /** People with the reference level. */
  readonly referencePeople: number;
  /** Percentage points / 100 by which prompts of the level are more often in the topic than those of the reference. */
  readonly estimate: number | null;
  /** HC1: as if prompts were independent. */
  readonly robustError: number | null;
  readonly robustP: number | null;
  /** CR3, prompts of a person together; null for levels of fewer people than asked for, and against such. */
  readonly clusteredError: number | null;
  readonly clusteredP: number | null;
  /** Benjamini-Hochberg and Holm over all clusteredP of all topics. */
  readonly benjaminiHochbergP: number | null;
  readonly holmP: number | null;
}

export interface TopicRegressions {
  readonly coefficients: readonly TopicCoefficient[];
  readonly topics: readonly {
    readonly topic: number;
    readonly size: number;
    readonly rSquared: number | null;
    readonly problem: string | null;
  }[];
  readonly dropped: readonly DroppedColumn[];
  /** What was decided about levels, as sentences. */
  readonly notes: readonly string[];
  readonly prompts: number;
  readonly people: number;
}

/**
 * One linear probability model a topic over all prompts, 1[topic = k] on dummies of every factor, outliers among the zeros.
 *
 * Errors come twice: HC1, V = n / (n - p) (X'X)^-1 X' diag(e^2) X (X'X)^-1, as published, and clustered by participant (CR3, with the
 * degrees of freedom of the people of the level and the reference). An error
 * clustered by person says nothing about a level that only a handful of people have (for one person it is 0), so those
 * of fewer than `minimumPeople` are not tested. Source: spec prism-analysis, section 3, "Topic regressions".
 *
 * @param labels topic of each prompt, -1 for outliers
 * @param people author of each prompt
 */
export function fitTopicRegressions(
  labels: ArrayLike<number>,
  people: readonly string[],
  factors: readonly TopicFactor[],
  { minimumPeople }: { readonly minimumPeople: number },
): TopicRegressions {
  const design = buildDesign(
    factors.map(({ name, levels, order, reference }) => ({
      kind: "factor",
      name,
      values: levels,
      levels: order,
      ...(reference === undefined ? {} : { reference }),
    })),
  );
  const topics = [...new Set(Array.from(labels).filter((label) => label >= 0))].sort((a, b) => a - b);
  const responses = topics.map((topic) => Float64Array.from(labels, (label) => (label === topic ? 1 : 0)));
  const robust = fitLeastSquaresEach(design, responses, { covariance: { kind: "HC1" } });
  const clustered = fitLeastSquaresEach(design, responses, { covariance: { kind: "CR3", clusters: people } });
  const columns = describeColumns(design, people, factors);
  const plain = topics.flatMap((topic, index) =>
    columns.map(({ column, degreesOfFreedom, ...level }) => {
      const published = coefficientAt(robust[index]?.coefficients, column);
      const corrected = coefficientAt(clustered[index]?.coefficients, column);
      const tested = Math.min(level.people, level.referencePeople) >= minimumPeople;
      return {
        topic,
        ...level,
        estimate: published?.estimate ?? null,
        robustError: published?.standardError ?? null,
        robustP: published?.pValue ?? null,
        clusteredError: tested ? (corrected?.standardError ?? null) : null,
        clusteredP: tested ? clusteredP(corrected, degreesOfFreedom) : null,
      };
    }),
  );
  const pValues = plain.map(({ clusteredP }) => clusteredP);
  const benjaminiHochberg = adjustPValues(pValues, "benjamini-hochberg");
  const holm = adjustPValues(pValues, "holm");
  return Object.freeze({
    coefficients: Object.freeze(
      plain.map((one, place) =>
        Object.freeze({
          ...one,
          benjaminiHochbergP: benjaminiHochberg[place] ?? null,
          holmP: holm[place] ?? null,
        }),
      ),
    ),
    topics: topics.map((topic, index) => ({
      topic,
      size: responses[index]?.reduce((sum, value) => sum + value, 0) ?? 0,
      rSquared: robust[index]?.rSquared ?? null,
      problem: robust[index]?.problem ?? clustered[index]?.problem ?? null,
    })),
    dropped: robust[0]?.dropped ?? [],
    notes: design.notes,
    prompts: people.length,
    people: new Set(people).size,
  });
}

/** The design's columns but the constant, with who has them. */
function describeColumns(design: Design, people: readonly string[], factors: readonly TopicFactor[]) {
  const rowsOf = ({ levels }: TopicFactor, level: string) =>
    Array.from(levels.keys()).filter((row) => levels[row] === level);
  const peopleOf = (rows: readonly number[]) => new Set(rows.map((row) => people[row]));
  return design.names.flatMap((column) => {
    if (column === interceptName) return [];
    const factor = factors.find(({ name }) => column.startsWith(`${name}: `));
    if (factor === undefined) throw new Error(`column "${column}" belongs to no factor`);
    const level = column.slice(factor.name.length + 2);
    const rows = rowsOf(factor, level);
    const referencePeople = peopleOf(rowsOf(factor, design.references[factor.name] ?? "")).size;
    return [
      {
        column,
        factor: factor.name,
        level,
        reference: design.references[factor.name] ?? "",
        prompts: rows.length,
        people: peopleOf(rows).size,
        referencePeople,
        degreesOfFreedom: welchFreedom(peopleOf(rows).size, referencePeople),
      },
    ];
  });
}

/**
 * Degrees of freedom of a difference between so many people and so many others (Welch 1947, with equal variances): however many there
 * are in all, a level is no surer than its own people and those of the reference.
 */
function welchFreedom(people: number, others: number): number {
  const square = 1 / (people ** 2 * (people - 1)) + 1 / (others ** 2 * (others - 1));
  return Number.isFinite(square) ? (1 / people + 1 / others) ** 2 / square : 1;
}

function clusteredP(coefficient: Coefficient | undefined, degreesOfFreedom: number): number | null {
  const statistic = coefficient?.statistic ?? null;
  return statistic === null ? null : studentTTwoSided(statistic, degreesOfFreedom);
}

function coefficientAt(
  coefficients: readonly Coefficient[] | undefined,
  column: string,
): Coefficient | undefined {
  return coefficients?.find(({ name }) => name === column);
}
