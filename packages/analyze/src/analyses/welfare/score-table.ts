import { createMatrix, type Matrix } from "@refract/stats";
import type { AnalysisData } from "../../data/analysis-data.ts";

/** What a person got from a model over opening turns (prism-analysis section 5); NaN where they never saw it. */
export interface ScoreTables {
  readonly people: readonly string[];
  readonly models: readonly string[];
  /** Mean score. */
  readonly rating: Matrix;
  /** Share of showings in which it was chosen; showings without a score count here too. */
  readonly choice: Matrix;
  /** Minus the share of showings scored 10 or lower: what a panel that vetoes looks for. */
  readonly spared: Matrix;
  /** True when only the balanced subset was used. */
  readonly balanced: boolean;
}

/** Scores up to this are a veto (prism-analysis section 5). */
const vetoScore = 10;

/**
 * The balanced subset where the dataset has one, else all opening turns. A person stands in the tables with a score or a
 * choice; with only one of the two, their row of the other table is empty.
 */
export async function loadScoreTables(data: AnalysisData): Promise<ScoreTables> {
  const column = "included_in_balanced_subset";
  const hasFlag = data.columns("utterances").includes(column);
  const { flagged } = await data.arrays(
    hasFlag ? `SELECT count(*) FILTER (${column}) AS flagged FROM openings` : "SELECT 0 AS flagged",
    { flagged: "number" },
  );
  const balanced = (flagged[0] ?? 0) > 0;
  const cells = await data.arrays(
    `SELECT user_id, model, avg(score) AS rating, avg(CAST(if_chosen AS INTEGER)) AS choice,
       -avg(CAST(score <= ${vetoScore} AS INTEGER)) AS spared
     FROM openings WHERE (score IS NOT NULL OR if_chosen IS NOT NULL) AND model IS NOT NULL AND user_id IS NOT NULL${balanced ? ` AND ${column}` : ""}
     GROUP BY user_id, model ORDER BY user_id, model`,
    { user_id: "text", model: "text", rating: "number", choice: "number", spared: "number" },
  );
  const people = [...new Set(cells.user_id.map((id) => id ?? ""))];
  const models = [...new Set(cells.model.map((name) => name ?? ""))].toSorted();
  const rowOf = new Map(people.map((person, row) => [person, row]));
  const columnOf = new Map(models.map((model, place) => [model, place]));
  const table = (values: Float64Array): Matrix => {
    const matrix = createMatrix(people.length, models.length);
    matrix.values.fill(Number.NaN);
    for (const [cell, value] of values.entries()) {
      const row = rowOf.get(cells.user_id[cell] ?? "") ?? 0;
      matrix.values[row * models.length + (columnOf.get(cells.model[cell] ?? "") ?? 0)] = value;
    }
    return matrix;
  };
  return {
    people,
    models,
    rating: table(cells.rating),
    choice: table(cells.choice),
    spared: table(cells.spared),
    balanced,
  };
}

/** Rows of a table with at least one known cell: people who can sit on a panel that looks at it. */
export function knownRows({ rows, columns, values }: Matrix): ReadonlySet<number> {
  const known = new Set<number>();
  for (let row = 0; row < rows; row += 1) {
    if (values.subarray(row * columns, (row + 1) * columns).some((value) => !Number.isNaN(value)))
      known.add(row);
  }
  return known;
}
