import * as z from "zod";
import { weightedAttributes, weightsSchema } from "./weights-schema.ts";

/** A comparison of two values, or of a column with a list, in a population's filter. */
const conditionSchema = z.union([
  z.strictObject({ column: z.string().min(1), is: z.union([z.string(), z.boolean(), z.number()]) }),
  z.strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) }),
  z.strictObject({ column: z.string().min(1), not: z.union([z.string(), z.boolean(), z.number()]) }),
]);
export type Condition = z.output<typeof conditionSchema>;

const attributeSchema = z.strictObject({
  /** Column of `participants`, nested fields joined by an underscore. */
  column: z.string().min(1),
  title: z.string().min(1),
  /** Level as released -> level as reported; levels not named stay as they are. */
  map: z.record(z.string(), z.string()).default({}),
  /** Order of the levels in tables and charts; the others follow by size. */
  order: z.array(z.string()).default([]),
  /** The level regressions compare with; the largest when none is named or it is not there. */
  reference: z.string().optional(),
});

const populationSchema = z.strictObject({
  title: z.string().min(1),
  where: z.array(conditionSchema).default([]),
});
export type Population = z.output<typeof populationSchema>;

/** `groups.yaml`: which people are compared, what counts as a group, how people are weighted. */
export const groupsSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    /** Groups of fewer people than this are left out of plots and of ranks by group (PRISM: 20). */
    minimum: z.int().min(1).default(20),
    /** Levels that are no group. */
    exclude: z.array(z.string()).default(["Prefer not to say"]),
    attributes: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), attributeSchema),
    populations: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), populationSchema).default({}),
    /** Parts of a population that decide for all of it in the analysis of welfare; what is not in one is its complement. */
    pools: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), populationSchema).default({}),
    weights: weightsSchema.default({ scheme: "none" }),
  })
  .check(({ value, issues }) => {
    const known = Object.keys(value.attributes);
    for (const name of weightedAttributes(value.weights)) {
      if (!known.includes(name))
        issues.push({
          code: "custom",
          input: value.weights,
          path: ["weights"],
          message: `"${name}" is no attribute, expected one of ${known.join(", ")}`,
        });
    }
  });
export type Groups = z.output<typeof groupsSchema>;

/** PRISM's five demographic columns (spec prism-analysis) with the references of its topic regressions. */
export const prismGroups: Groups = Object.freeze(
  groupsSchema.parse({
    attributes: {
      gender: { column: "gender", title: "Gender", reference: "Male" },
      age: {
        column: "age",
        title: "Age",
        reference: "18-24 years old",
        order: [
          "18-24 years old",
          "25-34 years old",
          "35-44 years old",
          "45-54 years old",
          "55-64 years old",
          "65+ years old",
        ],
      },
      region: { column: "location_special_region", title: "Region of birth", reference: "US" },
      ethnicity: { column: "ethnicity_simplified", title: "Ethnicity", reference: "White" },
      religion: { column: "religion_simplified", title: "Religion", reference: "No Affiliation" },
    },
    pools: {
      male: { title: "men", where: [{ column: "gender", is: "Male" }] },
      white: { title: "white people", where: [{ column: "ethnicity_simplified", is: "White" }] },
      "age-45-and-older": {
        title: "people of 45 and older",
        where: [{ column: "age", in: ["45-54 years old", "55-64 years old", "65+ years old"] }],
      },
    },
    populations: {
      "us-representative": {
        title: "US representative sample",
        where: [{ column: "included_in_US_REP", is: true }],
      },
      "uk-representative": {
        title: "UK representative sample",
        where: [{ column: "included_in_UK_REP", is: true }],
      },
    },
  }),
);
