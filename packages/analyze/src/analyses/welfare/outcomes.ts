import { type Imputation, imputeIteratively, type Matrix } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import { knownRows, type ScoreTables } from "./score-table.ts";

/** What panels look at, and what that gives people. */
export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly isShare: boolean;
  /** What panels look at. */
  readonly judged: Matrix;
  /** What the population gets. */
  readonly worth: Matrix;
  /** Of a model nobody on the panel has seen (prism-analysis section 5). */
  readonly scoreWithoutData: number;
  /** Rows of the tables that can sit on a panel: people with something known before gaps were filled. */
  readonly rows: ReadonlySet<number>;
}

export interface Outcomes {
  readonly list: readonly Outcome[];
  readonly notes: readonly string[];
  /** How gaps were filled, for a provenance. */
  readonly imputation: string;
}

/** Of the paper's imputation. */
const mostRounds = 10;

/** The paper's four outcomes and the veto it describes (prism-analysis section 5). */
export function allOutcomes({ rating, choice, spared }: ScoreTables): Outcomes {
  const fullRating = imputeIteratively(rating, {
    range: { minimum: 1, maximum: 100 },
    maximumRounds: mostRounds,
  });
  const fullChoice = imputeIteratively(choice, {
    range: { minimum: 0, maximum: 1 },
    maximumRounds: mostRounds,
  });
  const filled = [
    ["ratings", fullRating],
    ["choices", fullChoice],
  ] as const;
  const rated = knownRows(rating);
  const chosen = knownRows(choice);
  return {
    list: [
      {
        id: "rating",
        title: "Mean rating",
        isShare: false,
        ...both(rating),
        scoreWithoutData: 1,
        rows: rated,
      },
      {
        id: "choice",
        title: "Share chosen",
        isShare: true,
        ...both(choice),
        scoreWithoutData: 0,
        rows: chosen,
      },
      {
        id: "imputed-rating",
        title: "Mean rating, gaps filled",
        isShare: false,
        ...both(fullRating.filled),
        scoreWithoutData: 1,
        rows: rated,
      },
      {
        id: "imputed-choice",
        title: "Share chosen, gaps filled",
        isShare: true,
        ...both(fullChoice.filled),
        scoreWithoutData: 0,
        rows: chosen,
      },
      {
        id: "veto",
        title: "Mean rating when panels choose the least vetoed",
        isShare: false,
        judged: spared,
        worth: rating,
        // a model nobody has seen has no veto against it, and is not preferred for that: it counts as fully vetoed
        scoreWithoutData: -1,
        rows: rated,
      },
    ],
    notes: filled.flatMap(([name, { problem }]) =>
      problem === null ? [] : [`Gaps of ${name} filled: ${problem}.`],
    ),
    imputation: `gaps filled by Bayesian ridge over all ${counted(rating.rows, "person", "people")} x ${counted(rating.columns, "model")}, whichever population they are of, from column means, fewest missing first, at most ${mostRounds} rounds (${filled.map(([name, result]) => `${name}: ${describe(result)}`).join("; ")}), no noise added, then cut to 1-100 or 0-1`,
  };
}

function both(table: Matrix): Pick<Outcome, "judged" | "worth"> {
  return { judged: table, worth: table };
}

function describe({ imputed, rounds, converged }: Imputation): string {
  return `${imputed.toLocaleString("en-GB")} cells in ${rounds}${converged ? ", settled" : ""}`;
}
