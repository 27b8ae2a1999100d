import { RefractError } from "@refract/core";
import * as z from "zod";
import { weightedAttributes, weightsSchema } from "./weights-schema.ts";

/** The texts of a column of a CSV file, by the path that groups.yaml gives; throws RefractError when there are none. */
export type ReadList = (path: string, column: string) => readonly string[];

/** A comparison of two values, or of a column with a list, in a population's filter. */
export type Condition =
  | { readonly column: string; readonly is: string | boolean | number }
  | { readonly column: string; readonly in: readonly string[] }
  | { readonly column: string; readonly not: string | boolean | number };

const value = z.union([z.string(), z.boolean(), z.number()]);

function conditionSchemaOf(readList: ReadList) {
  return z
    .union([
      z.strictObject({ column: z.string().min(1), is: value }),
      z.strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) }),
      z.strictObject({ column: z.string().min(1), not: value }),
      // a list that lies beside, such as the people whom the chapter on the census draws
      z.strictObject({ column: z.string().min(1), listed: z.string().min(1) }),
    ])
    .transform((condition, context): Condition => {
      if (!("listed" in condition)) return condition;
      const { column, listed } = condition;
      try {
        return { column, in: readList(listed, column) };
      } catch (error) {
        if (!(error instanceof RefractError)) throw error;
        context.issues.push({ code: "custom", message: error.message, input: listed, path: ["listed"] });
        return z.NEVER;
      }
    });
}

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

const populationSchemaOf = (readList: ReadList) =>
  z.strictObject({
    title: z.string().min(1),
    where: z.array(conditionSchemaOf(readList)).default([]),
  });
export type Population = z.output<ReturnType<typeof populationSchemaOf>>;

/** `groups.yaml`: which people are compared, what counts as a group, how people are weighted. */
export const createGroupsSchema = (readList: ReadList) =>
  z
    .strictObject({
      version: z.literal(1).default(1),
      /** Groups of fewer people than this are left out of plots and of ranks by group (PRISM: 20). */
      minimum: z.int().min(1).default(20),
      /** Levels that are no group. */
      exclude: z.array(z.string()).default(["Prefer not to say"]),
      attributes: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), attributeSchema),
      populations: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), populationSchemaOf(readList)).default({}),
      /** Parts of a population that decide for all of it in the analysis of welfare; what is not in one is its complement. */
      pools: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), populationSchemaOf(readList)).default({}),
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
export type Groups = z.output<ReturnType<typeof createGroupsSchema>>;

/** Without files beside it. */
export const groupsSchema = createGroupsSchema((path) => {
  throw new RefractError("invalid-input", `${path}: lists are read for a groups.yaml in a folder only`);
});

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
