import { defineDerivation, type RecordProblem, type Summary } from "@refract/core";
import * as z from "zod";
import { csvText, tablesIfThere, tablesWith } from "../derived-tables.ts";
import type { RecordTable } from "../record-table.ts";
import { itemRows } from "./collection/item-rows.ts";
import type { Participation } from "./collection/participation.ts";
import { poolOf } from "./collection/pools.ts";
import { rateOptions, unrated } from "./collection/rate-stage.ts";
import { defaultSelectionRule, selectOptions } from "./collection/select-options.ts";
import { agreementByPool, countChoices, isValidItem } from "./collection/select-stage.ts";
import { mergeWritten } from "./collection/write-stage.ts";
import { keyIn, versionOf } from "./item-record.ts";
import { choicesIn, seedNumber } from "./stage-choices.ts";

const writeColumns = ["seed_id", "pool", "participant_id", "role", "text"];
const rateColumns = ["seed_id", "option_text", "pool", "participant_id", "rating"];
const choiceColumns = ["item_id", "pool", "participant_id", "selected"];
const roles = ["correct", "incorrect"] as const;
const questionColumns = ["seed_id", "question"];

const settings = z.strictObject({
  minimum_right: z.number().default(defaultSelectionRule.minimumRight),
  minimum_difference: z.number().default(defaultSelectionRule.minimumDifference),
  maximum_wrong: z.number().default(defaultSelectionRule.maximumWrong),
  /** What was written to what is meant; an empty text drops it. */
  corrections: z.record(z.string(), z.string()).default({}),
  /** Decides the order of the options. */
  seed: z.string().default("refract"),
});

/** Written answers and their ratings to items (spec amammere, "Collection protocol" stages 1 and 2). */
export const deriveItems = defineDerivation({
  id: "items",
  title: "Written answers and ratings to items of four options in three versions",
  reads: `${writeColumns.join(", ")}; ${rateColumns.join(", ")}; ${questionColumns.join(", ")} and context where there is one`,
  settings,
  derive: async (files, options) => {
    const written = await tablesWith(files, writeColumns);
    const rated = await tablesWith(files, rateColumns);
    const questions = (await tablesWith(files, questionColumns)).flatMap(({ rows }) =>
      rows.map((row) => ({
        seed: row.text("seed_id"),
        context: row.text("context"),
        question: row.text("question"),
      })),
    );
    const strangers: RecordProblem[] = [];
    const answers = written.flatMap(({ rows }) =>
      rows.flatMap((row) => {
        const role = roles.find((known) => known === row.text("role").toLowerCase());
        if (role === undefined) {
          const problem = `role "${row.text("role")}", expected one of ${roles.join(", ")}`;
          strangers.push({ place: row.place, problem, dropped: true });
          return [];
        }
        return [
          {
            seed: row.text("seed_id"),
            pool: poolOf(row.text("pool"), row.place),
            person: row.text("participant_id"),
            role,
            text: row.text("text"),
          },
        ];
      }),
    );
    const { proposals, dropped } = mergeWritten(answers, options.corrections);
    const { options: ratings, excluded } = rateOptions(
      rated.flatMap(({ rows }) =>
        rows.map((row) => ({
          seed: row.text("seed_id"),
          pool: poolOf(row.text("pool"), row.place),
          person: row.text("participant_id"),
          option: row.text("option_text"),
          rating: Number(row.text("rating")),
        })),
      ),
      participations("write", written),
    );
    const selections = selectOptions(proposals, ratings, {
      minimumRight: options.minimum_right,
      minimumDifference: options.minimum_difference,
      maximumWrong: options.maximum_wrong,
    });
    const { rows, left } = itemRows(selections, questions, options.seed);
    const header = Object.keys(rows[0] ?? {});
    const problems: RecordProblem[] = [
      ...strangers,
      ...dropped.map(({ seed, text }) => ({
        place: `seed ${seed}`,
        problem: `written answer "${text}" is dropped by corrections`,
        dropped: true,
      })),
      ...excluded.map(({ row, reason }) => ({
        place: `seed ${row.seed}, "${row.option}"`,
        problem: `a rating is left out: ${reason}`,
        dropped: true,
      })),
      ...unrated(ratings).map(({ seed, option, pool }) => ({
        place: `seed ${seed}, "${option}"`,
        problem: `nobody of pool ${pool} rated it`,
        dropped: false,
      })),
      ...left.map(({ seed, reason }) => ({ place: `seed ${seed}`, problem: reason, dropped: true })),
    ];
    return {
      files: {
        "items.csv": csvText(
          header,
          rows.map((row) => header.map((name) => row[name] ?? "")),
        ),
      },
      tables: [ratingsTable(ratings)],
      problems,
    };
  },
});

function ratingsTable(ratings: ReturnType<typeof rateOptions>["options"]): Summary {
  return {
    id: "ratings",
    title: "Ratings of the options",
    caption: "Mean of each pool, 1 to 5. Ratings that are left out are told.",
    columns: [
      { name: "seed", title: "Seed", kind: "text" },
      { name: "option", title: "Option", kind: "text" },
      { name: "gh", title: "Ghana", kind: "number" },
      { name: "us", title: "US", kind: "number" },
    ],
    rows: ratings.map(({ seed, option, by }) => [
      seed,
      option,
      by.GH?.mean ?? { absent: "not rated" },
      by.US?.mean ?? { absent: "not rated" },
    ]),
  };
}

/** Choices of stage 3 to what is valid, with agreement within each pool (spec amammere, stage 3). */
export const deriveAgreement = defineDerivation({
  id: "validity",
  title: "Choices of stage 3 to valid items, with agreement within each pool",
  reads: `${choiceColumns.join(", ")}; items with ID and their keys; the tables of stages 1 and 2 for who took part`,
  settings: z.strictObject({
    majority: z
      .number()
      .min(0)
      .max(1)
      .default(2 / 3),
  }),
  derive: async (files, { majority }) => {
    const { rows, problems } = choicesIn(await tablesWith(files, choiceColumns), {});
    const history = [
      ...participations("write", await tablesIfThere(files, writeColumns)),
      ...participations("rate", await tablesIfThere(files, rateColumns)),
    ].map((past) => ({ ...past, seed: seedNumber(past.seed) }));
    const { items, excluded } = countChoices(rows, history, majority);
    const known = (await tablesIfThere(files, ["ID", "Answer Key"])).flatMap((table) => table.rows);
    const keyed = new Map(known.map((row) => [row.text("ID"), row]));
    const checked = items.map((item) => {
      const row = keyed.get(item.item);
      const version = row === undefined ? undefined : versionOf(row, {});
      const letter = (id: string | undefined) => (id === undefined ? {} : { key: id.toUpperCase() });
      const own = row === undefined ? {} : letter(keyIn(row, "Answer Key"));
      const keys = "key" in own ? { GH: own.key, US: own.key } : {};
      const valid = version === undefined ? null : isValidItem(item, version, keys);
      return { ...item, valid };
    });
    return {
      files: {
        "validity.csv": csvText(
          ["item_id", "valid", "gh_choice", "us_choice"],
          checked.map(({ item, valid, by }) => [
            item,
            valid === null ? "no such item" : valid,
            by.GH?.majority ?? null,
            by.US?.majority ?? null,
          ]),
        ),
      },
      tables: [
        {
          id: "agreement",
          title: "Agreement within each pool",
          caption:
            "Raw agreement is the share of pairs that chose the same; kappa is Fleiss', which needs equally many choices of each item; alpha is Krippendorff's (nominal), which does not.",
          columns: [
            { name: "pool", title: "Pool", kind: "text" },
            { name: "items", title: "Items", kind: "integer" },
            { name: "raw", title: "Raw agreement", kind: "percent" },
            { name: "kappa", title: "Kappa", kind: "number" },
            { name: "alpha", title: "Alpha", kind: "number" },
          ],
          rows: agreementByPool(rows, history).map((of) => [
            of.pool,
            of.items,
            of.raw ?? { absent: "no item with two choices" },
            of.kappa ?? { absent: of.problem ?? "no kappa" },
            of.alpha ?? { absent: of.alphaProblem ?? "no alpha" },
          ]),
        },
      ],
      problems: [
        ...problems,
        ...excluded.map(({ row, reason }) => ({
          place: `item ${row.item}`,
          problem: `a choice is left out: ${reason}`,
          dropped: true,
        })),
      ],
    };
  },
});

function participations(
  stage: Participation["stage"],
  tables: readonly RecordTable[],
): readonly Participation[] {
  return tables.flatMap(({ rows }) =>
    rows.map((row) => ({ person: row.text("participant_id"), seed: row.text("seed_id"), stage })),
  );
}
