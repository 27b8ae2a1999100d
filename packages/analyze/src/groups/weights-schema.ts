import * as z from "zod";

/** How far shares may be from 1 together: published shares are rounded. */
const tolerance = 0.01;

const shareSchema = z.number().min(0).max(1);

const rakingSchema = z.strictObject({
  scheme: z.literal("raking"),
  /** Attribute -> level -> share of the population; the shares of an attribute sum to 1 within 0.01. */
  targets: z.record(z.string(), z.record(z.string(), shareSchema)).check(({ value, issues }) => {
    if (Object.keys(value).length === 0)
      issues.push({ code: "custom", input: value, message: "expected at least one attribute" });
    for (const [attribute, shares] of Object.entries(value)) {
      const problem = sumProblem(Object.values(shares));
      if (problem !== null)
        issues.push({ code: "custom", input: shares, path: [attribute], message: problem });
    }
  }),
  /** Weights above this many times the mean are cut. */
  trim: z.number().gt(1).optional(),
});

const cellSchema = z.strictObject({
  /** Attribute -> level; every cell names the same attributes. */
  levels: z
    .record(z.string(), z.string())
    .refine((levels) => Object.keys(levels).length > 0, { error: "expected at least one attribute" }),
  /** Of the population; the shares of all cells sum to 1 within 0.01. */
  share: shareSchema,
});

const postStratificationSchema = z.strictObject({
  scheme: z.literal("post-stratification"),
  cells: z
    .array(cellSchema)
    .min(1)
    .check(({ value, issues }) => {
      const expected = Object.keys(value[0]?.levels ?? {});
      const places = new Map<string, number>();
      for (const [place, { levels }] of value.entries()) {
        const own = Object.keys(levels);
        const issue = (message: string) =>
          issues.push({ code: "custom", input: levels, path: [place, "levels"], message });
        if (own.length !== expected.length || own.some((name) => !expected.includes(name)))
          issue(`names ${own.join(", ")}, while the first cell names ${expected.join(", ")}`);
        const key = JSON.stringify(expected.map((name) => levels[name] ?? ""));
        const earlier = places.get(key);
        if (earlier !== undefined) issue(`stands twice, first as cell ${earlier}`);
        places.set(key, earlier ?? place);
      }
      const problem = sumProblem(value.map(({ share }) => share));
      if (problem !== null) issues.push({ code: "custom", input: value, message: problem });
    }),
  /** Cells that nobody is in: refuse to weight, or share their part out over the other cells. */
  empty: z.enum(["refuse", "share-out"]).default("refuse"),
});

/** How people are weighted to a population whose shares are known. */
export const weightsSchema = z.discriminatedUnion("scheme", [
  z.strictObject({ scheme: z.literal("none") }),
  rakingSchema,
  postStratificationSchema,
]);
export type Weights = z.output<typeof weightsSchema>;
export type RakingTargets = z.output<typeof rakingSchema>;
export type PostStratificationCells = z.output<typeof postStratificationSchema>;

function sumProblem(shares: readonly number[]): string | null {
  const sum = shares.reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) <= tolerance + 1e-9
    ? null
    : `shares sum to ${Number(sum.toFixed(4))}, expected 1 (within ${tolerance})`;
}

/** The attributes that weights are made from. */
export function weightedAttributes(weights: Weights): readonly string[] {
  if (weights.scheme === "none") return [];
  return Object.keys(weights.scheme === "raking" ? weights.targets : (weights.cells[0]?.levels ?? {}));
}
