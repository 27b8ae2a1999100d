import { absent, type Block, type Cell, createTable, notice, numberCell } from "@refract/report";
import {
  buildDesign,
  type Coefficient,
  deriveSeed,
  fitLeastSquares,
  type LeastSquaresFit,
  quantile,
} from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import type { Mode } from "../../mode.ts";
import { clusteredSlopes } from "./clustered-slopes.ts";
import type { CommandPair } from "./command-pair.ts";
import type { Features } from "./feature-view.ts";
import { publishedFigures } from "./published-figures.ts";

/** Responses from this quantile of length on stay out of the first two models. */
const longest = 0.95;

const form = ["lineBreak", "question", "list"] as const;
const phraseFlags = ["deanthropomorphising", "refusal", "selfIdentification"] as const;
type Predictor = "characters" | (typeof form)[number] | (typeof phraseFlags)[number];

const words: Readonly<Record<string, string>> = {
  "(intercept)": "Intercept",
  characters: "Characters",
  lineBreak: "Has a line break",
  question: "Ends with a question mark",
  list: "Has a list",
  deanthropomorphising: "Says it is a machine",
  refusal: "Refuses",
  selfIdentification: "Names a maker or model",
};

interface FittedModel {
  readonly id: string;
  readonly title: string;
  readonly fit: LeastSquaresFit | null;
  readonly coefficients: readonly Coefficient[];
  /** Whether p and intervals are from draws. */
  readonly isDrawn: boolean;
  /** The same coefficients with classical errors. */
  readonly classical: LeastSquaresFit | null;
  readonly rows: number;
  readonly problem: string | null;
}

/**
 * Score on length; with form; with phrases, in opening turns (prism-analysis section 4). Published, the form is that of opening
 * responses only, and length and form stand for command and GPT-4 alone too.
 *
 * @param pair null in corrected mode
 */
export function lengthRegressions(
  features: Features,
  { mode, n, seed }: { readonly mode: Mode; readonly n: string; readonly seed: string },
  pair: CommandPair | null,
): {
  readonly summary: string;
  readonly method: string;
  /** Whether draws, and so the seed, have a part in any figure. */
  readonly isDrawn: boolean;
  readonly blocks: readonly Block[];
} {
  const limit = quantile(features.characters, longest);
  const isShort = (row: number) => (features.characters[row] ?? 0) < limit;
  const isOpening = (row: number) => features.turn[row] === 0;
  const how = { mode, seed };
  const models = [
    fitted(
      "length",
      `Length (all turns, under ${limit.toFixed(1)} characters)`,
      features,
      ["characters"],
      isShort,
      how,
    ),
    mode === "published"
      ? fitted(
          "form",
          `Length and form (opening turns, under ${limit.toFixed(1)} characters)`,
          features,
          ["characters", ...form],
          (row) => isOpening(row) && isShort(row),
          how,
        )
      : fitted(
          "form",
          "Length and form (all turns, the same responses)",
          features,
          ["characters", ...form],
          isShort,
          how,
        ),
    fitted(
      "phrases",
      "Length, form and phrases (opening turns, all lengths)",
      features,
      ["characters", ...form, ...phraseFlags],
      isOpening,
      how,
    ),
    ...(pair === null
      ? []
      : [
          fitted(
            "command-length",
            "Length, command and GPT-4 (opening prompts both answered, short responses)",
            features,
            ["characters"],
            (row) => pair.isShared[row] === 1 && isShort(row),
            how,
          ),
          fitted(
            "command-form",
            "Length and form, command and GPT-4 (their opening responses, short ones)",
            features,
            ["characters", ...form],
            (row) => pair.isTheirs[row] === 1 && isShort(row),
            how,
          ),
        ]),
  ];
  const slope = models[0]?.fit?.coefficients.find(({ name }) => name === "characters")?.estimate ?? null;
  const rSquared = models[0]?.fit?.rSquared ?? null;
  const method = `ordinary least squares, standard errors ${mode === "published" ? "classical" : `clustered by person (CR3: each left out in turn); ${slopeMethod(models)}`}`;
  return {
    method,
    isDrawn: models.some(({ isDrawn }) => isDrawn),
    summary:
      slope === null
        ? "The length of responses does not vary enough to say how scores go with it."
        : `A hundred characters more go with ${(100 * slope).toFixed(2)} points${rSquared === null ? "" : `; length explains ${(100 * rSquared).toFixed(1)} % of the variance of scores`}.`,
    blocks: [
      createTable({
        id: "regressions",
        title: "Scores by features of the text",
        caption: `${method}. p-values and intervals are not corrected for their number. An association over responses, not what a change of the text would do: models differ in length and in much else.`,
        n,
        columns: [
          { name: "model", title: "Model", kind: "text" },
          { name: "term", title: "Term", kind: "text" },
          { name: "estimate", title: "Points", kind: "number", digits: 4 },
          { name: "standard_error", title: "se", kind: "number", digits: 4 },
          { name: "lower", title: "from", kind: "number", digits: 4 },
          { name: "upper", title: "to", kind: "number", digits: 4 },
          { name: "p_value", title: "p", kind: "p-value" },
          { name: "classical_standard_error", title: "classical se", kind: "number", digits: 4 },
        ],
        rows: models.flatMap(coefficientRows),
      }),
      createTable({
        id: "fits",
        title: "The models of scores",
        caption: method,
        n,
        columns: [
          { name: "model", title: "Model", kind: "text" },
          { name: "rows", title: "Responses", kind: "integer" },
          { name: "people", title: "People", kind: "integer" },
          { name: "r_squared", title: "R²", kind: "number", digits: 3 },
          { name: "residual_sd", title: "Residual sd", kind: "number" },
        ],
        rows: models.map(({ title, fit, rows, problem }): readonly Cell[] => {
          const why = problem ?? fit?.problem ?? "not estimated";
          return [
            title,
            rows,
            numberCell(fit?.clusters, mode === "published" ? "not clustered" : why),
            numberCell(fit?.rSquared, why),
            numberCell(fit?.residualStandardError, why),
          ];
        }),
      }),
      ...(mode === "published" ? [publishedFigures(models, n)] : []),
      ...models.flatMap(({ title, fit, problem }) => {
        const dropped = fit?.dropped.map(({ name }) => words[name] ?? name) ?? [];
        return [
          ...(problem === null ? [] : [notice("warning", `${title}: ${problem}`)]),
          ...(dropped.length === 0
            ? []
            : [
                notice(
                  "note",
                  `${title}: left out, since they follow from the others or never vary: ${dropped.join(", ")}.`,
                ),
              ]),
        ];
      }),
    ],
  };
}

/** How p-values and intervals were made; models of one report may differ, as they are of different responses. */
function slopeMethod(models: readonly FittedModel[]): string {
  const drawn = "p and intervals by 999 wild cluster draws (MacKinnon, Nielsen and Webb 2023)";
  const student = "Student's t with people − 1 degrees of freedom";
  if (models.every(({ isDrawn }) => !isDrawn)) return student;
  return models.every(({ isDrawn, fit }) => isDrawn || fit === null)
    ? drawn
    : `${drawn} below 200 people, else ${student}`;
}

function fitted(
  id: string,
  title: string,
  features: Features,
  predictors: readonly Predictor[],
  keep: (row: number) => boolean,
  { mode, seed }: { readonly mode: Mode; readonly seed: string },
): FittedModel {
  const rows: number[] = [];
  for (let row = 0; row < features.score.length; row += 1) if (keep(row)) rows.push(row);
  if (rows.length <= predictors.length + 1)
    return {
      id,
      title,
      fit: null,
      coefficients: [],
      isDrawn: false,
      classical: null,
      rows: rows.length,
      problem: `${counted(rows.length, "response is", "responses are")} too few for ${predictors.length + 1} terms`,
    };
  const take = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] ?? 0);
  const design = buildDesign(
    predictors.map((name) => ({ kind: "number", name, values: take(features[name]) })),
  );
  const clusters = rows.map((row) => features.user[row] ?? "");
  const clustered = mode === "corrected" && new Set(clusters).size > 1;
  const response = take(features.score);
  const classical = fitLeastSquares(design, response);
  const slopes = clustered
    ? clusteredSlopes(design, response, clusters, { seed: deriveSeed(seed, id) })
    : null;
  const fit = slopes?.fit ?? classical;
  const problem =
    fit.problem ??
    (mode === "corrected" && !clustered ? "one person: errors are classical, not clustered" : null);
  return {
    id,
    title,
    fit,
    coefficients: slopes?.coefficients ?? classical.coefficients,
    isDrawn: slopes?.isDrawn ?? false,
    classical,
    rows: rows.length,
    problem,
  };
}

function coefficientRows({
  title,
  fit,
  coefficients,
  classical,
  isDrawn,
  problem,
}: FittedModel): readonly (readonly Cell[])[] {
  if (fit === null) return [];
  return coefficients.map(({ name, estimate, standardError, interval, pValue }): readonly Cell[] => {
    const why =
      estimate === null
        ? "left out: follows from the others or never varies"
        : (problem ?? "no standard error");
    const missing = absent(why);
    const unbounded =
      isDrawn && pValue !== null ? absent("so few people leave every value possible") : missing;
    return [
      title,
      words[name] ?? name,
      estimate ?? missing,
      standardError ?? missing,
      interval?.[0] ?? unbounded,
      interval?.[1] ?? unbounded,
      pValue ?? missing,
      classical?.coefficients.find((one) => one.name === name)?.standardError ?? missing,
    ];
  });
}
