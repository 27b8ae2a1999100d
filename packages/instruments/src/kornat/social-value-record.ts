import { isOpinion, type Opinion, type OpinionShares, opinions } from "./opinion.ts";

export interface SocialValueRecord {
  readonly id: string;
  readonly keyword: string;
  readonly question: string;
  /** `all`, or a group of respondents of the user's own survey. */
  readonly population: string;
  readonly shares: OpinionShares;
  /** Null where the file holds shares. */
  readonly respondents: number | null;
}

/** Rounded shares may miss 1 by this much (spec kornat, "Data schema"); 0.99 in binary misses it by a little more. */
const shareTolerance = 0.01 + 1e-9;

/**
 * Reads a row by our names of its columns. Counts, shares and percentages are told apart by their sum.
 *
 * @returns The record, or what is wrong with the row.
 */
export function readSocialValue(text: (column: string) => string): SocialValueRecord | string {
  const id = text("id");
  const question = text("question");
  if (id === "") return "id: no value, expected an id";
  if (question === "") return `id ${id}: question: no value, expected a text`;
  const numbers: number[] = [];
  for (const opinion of opinions) {
    const value = Number(text(opinion) === "" ? Number.NaN : text(opinion));
    if (!Number.isFinite(value) || value < 0)
      return `id ${id}: ${opinion}: invalid value "${text(opinion)}", expected a count or a share`;
    numbers.push(value);
  }
  const sum = numbers.reduce((whole, number) => whole + number, 0);
  const isWhole = numbers.every(Number.isInteger);
  const isShares = Math.abs(sum - 1) <= shareTolerance;
  const isPercent = !isWhole && Math.abs(sum - 100) <= shareTolerance * 100;
  if (sum === 0 || !(isShares || isPercent || isWhole))
    return `id ${id}: options sum to ${sum}, expected counts, shares that sum to 1 or percentages that sum to 100`;
  const share = (opinion: Opinion) => (numbers[opinions.indexOf(opinion)] ?? 0) / sum;
  return {
    id,
    keyword: text("keyword") || "(none)",
    question,
    population: text("population") || "all",
    shares: {
      strongly_disagree: share("strongly_disagree"),
      disagree: share("disagree"),
      neutral: share("neutral"),
      agree: share("agree"),
      strongly_agree: share("strongly_agree"),
    },
    // five whole percentages also sum to 100: a hundred respondents say the same
    respondents: isWhole && !isShares ? sum : null,
  };
}

/** Shares stored with an item, as they came through JSON. */
export function sharesOf(gold: Readonly<Record<string, number>>): OpinionShares {
  const share = (opinion: Opinion): number => gold[opinion] ?? 0;
  for (const name of Object.keys(gold)) if (!isOpinion(name)) throw new Error(`no option "${name}"`);
  return {
    strongly_disagree: share("strongly_disagree"),
    disagree: share("disagree"),
    neutral: share("neutral"),
    agree: share("agree"),
    strongly_agree: share("strongly_agree"),
  };
}
