import { absent, type Block, type Cell, createTable, intervalPlot, numberCell } from "@refract/report";
import { adjustPValues, buildDesign, contrast, fitRandomIntercept } from "@refract/stats";
import type { Ratings } from "./load-ratings.ts";

/**
 * score = mean of models + model + person: the models' effects as differences from the mean of all models, and how much of what
 * is left lies between people.
 */
export function modelEffects(
  ratings: Ratings,
  n: string,
): { readonly summary: string; readonly blocks: readonly Block[] } {
  const design = buildDesign([{ kind: "factor", name: "model", values: ratings.models }]);
  const fit = fitRandomIntercept(design, ratings.scores, ratings.people, { errors: "jackknife" });
  const models = [...new Set(ratings.models)].toSorted();
  const share = 1 / models.length;
  const columns = design.names.filter((name) => name !== "(intercept)");
  // treatment coding: effect of a model less the mean of all effects, the reference's being 0
  const weightsOf = (model: string) =>
    Object.fromEntries(columns.map((name) => [name, (name === `model: ${model}` ? 1 : 0) - share]));
  const effects = models
    .map((model) => ({ model, effect: columns.length === 0 ? null : contrast(fit, weightsOf(model)) }))
    .toSorted((a, b) => (b.effect?.estimate ?? 0) - (a.effect?.estimate ?? 0));
  const why = fit.problem ?? "one model has no difference";
  const between = fit.intraclassCorrelation;
  const drawn = effects.flatMap(({ model, effect }) =>
    effect?.estimate == null || effect.interval === null
      ? []
      : [{ model, points: effect.estimate, lower: effect.interval[0], upper: effect.interval[1] }],
  );
  const holm = adjustPValues(
    effects.map(({ effect }) => effect?.pValue ?? null),
    "holm",
  );
  const model = "linear model with a random intercept a person, REML";
  const method = `${model}; errors by leaving out each person, Student's t of people − 1 degrees of freedom`;
  return {
    summary:
      between === null
        ? `The shares of people and models can't be told apart: ${why}.`
        : `${(100 * between.estimate).toFixed(0)} % of the variance within models lies between people; first model: ${effects[0]?.model ?? ""}.`,
    blocks: [
      createTable({
        id: "effects",
        title: "Models, with persons' levels taken out",
        caption: `Points above or below the mean of all models. ${method}. p by Holm is corrected for the number of models; intervals are not.`,
        n,
        columns: [
          { name: "model", title: "Model", kind: "text" },
          { name: "effect", title: "Points", kind: "number" },
          { name: "standard_error", title: "se", kind: "number" },
          { name: "lower", title: "from", kind: "number" },
          { name: "upper", title: "to", kind: "number" },
          {
            name: "p_value",
            title: "p",
            kind: "p-value",
            description: "two-sided, of no difference from the mean of all models",
          },
          { name: "p_holm", title: "Holm", kind: "p-value" },
        ],
        rows: effects.map(({ model, effect }, place): readonly Cell[] => {
          const missing = absent(effect?.problem ?? why);
          return [
            model,
            effect?.estimate ?? missing,
            effect?.standardError ?? missing,
            effect?.interval?.[0] ?? missing,
            effect?.interval?.[1] ?? missing,
            effect?.pValue ?? missing,
            holm[place] ?? missing,
          ];
        }),
      }),
      ...(drawn.length === 0
        ? []
        : [
            intervalPlot({
              id: "effects-chart",
              title: "Models, with persons' levels taken out",
              caption: "Points from the mean of all models with 95 % intervals.",
              method,
              n,
              data: drawn,
              category: { field: "model", title: "Model" },
              value: { field: "points", title: "Points" },
              lower: "lower",
              upper: "upper",
              reference: 0,
            }),
          ]),
      createTable({
        id: "variance",
        title: "Where the variance of scores lies",
        caption: `After the models' means. ${model}; the interval of the share is by leaving out each person in turn, Student's t on the scale of log ratios of variances (by profile likelihood where there is no variance between people). With 30 to 100 people it held the truth in 93 of 100 simulated studies.`,
        n,
        columns: [
          { name: "part", title: "Part", kind: "text" },
          { name: "variance", title: "Variance", kind: "number", digits: 1 },
          { name: "share", title: "Share", kind: "percent" },
          { name: "lower", title: "from", kind: "percent" },
          { name: "upper", title: "to", kind: "percent" },
        ],
        rows: [
          [
            "between people",
            numberCell(fit.groupVariance, why),
            numberCell(between?.estimate, why),
            numberCell(between?.interval[0], why),
            numberCell(between?.interval[1], why),
          ],
          [
            "within people",
            numberCell(fit.residualVariance, why),
            numberCell(between === null ? null : 1 - between.estimate, why),
            numberCell(between === null ? null : 1 - between.interval[1], why),
            numberCell(between === null ? null : 1 - between.interval[0], why),
          ],
        ],
      }),
    ],
  };
}
