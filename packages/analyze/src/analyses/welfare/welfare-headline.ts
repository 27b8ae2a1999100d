import type { Headline } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { Base } from "./bases.ts";
import type { SchemeDifference } from "./scheme-differences.ts";

/**
 * What choosing by some for all does to people, of one population and outcome: how many differences have an interval that leaves out
 * 0, and the largest of them. Null when none has an interval.
 */
export function welfareHeadline(
  base: Base,
  outcome: string,
  differences: readonly SchemeDifference[],
): Headline | null {
  const known = differences.flatMap(({ population, scheme, against, difference, interval }) =>
    difference === null || interval.problem !== null
      ? []
      : [{ people: population.title, scheme: scheme.title, against: against.title, difference, ...interval }],
  );
  if (known.length === 0) return null;
  const clear = known
    .filter(({ lower, upper }) => lower > 0 || upper < 0)
    .toSorted((one, other) => Math.abs(other.difference) - Math.abs(one.difference));
  const [largest] = clear;
  const text =
    largest === undefined
      ? `Panels: none of ${counted(known.length, "difference")} between ways of choosing one model for all (${outcome}, ${base.title}) has a 95 % interval that leaves out 0.`
      : `Panels: ${clear.length.toLocaleString("en-US")} of ${counted(known.length, "difference")} between ways of choosing one model for all (${outcome}, ${base.title}) ${clear.length === 1 ? "has a 95 % interval that leaves" : "have 95 % intervals that leave"} out 0; about ${Math.max(1, Math.round(0.05 * known.length))} would by chance alone. The largest: ${largest.people} get ${sized(largest)} from ${largest.scheme} than from ${largest.against}.`;
  return {
    text,
    n: counted(base.rows.length, "person", "people"),
    method: "differences of mean welfare, 95 % intervals by person, not corrected for their number",
  };
}

/** "0.57 (0.025 to 1.1) less" */
function sized(of: { readonly difference: number; readonly lower: number; readonly upper: number }): string {
  const ends = [of.lower, of.upper].map((end) => (of.difference < 0 ? -end : end)).toSorted((a, b) => a - b);
  return `${shown(Math.abs(of.difference))} (${ends.map(shown).join(" to ")}) ${of.difference < 0 ? "less" : "more"}`;
}

function shown(value: number): string {
  return value.toPrecision(2).replace("-", "−");
}
