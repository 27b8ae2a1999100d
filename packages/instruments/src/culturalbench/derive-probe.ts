import { defineDerivation, type Item, RefractError } from "@refract/core";
import * as z from "zod";
import { csvText } from "../derived-tables.ts";
import { loadCulturalBench } from "./load-records.ts";
import { culturalBenchOptions } from "./options.ts";

/**
 * The shortcut probe (spec culturalbench, "Scoring"): of every Easy question the option whose embedding is most like the country's name, without
 * the question. What it gets right can be guessed from words alone.
 */
export const deriveProbe = defineDerivation({
  id: "probe",
  title: "Easy questions to what the country's name alone gives away",
  reads: "the Easy questions of CulturalBench",
  settings: z.strictObject({}),
  derive: async (files, _settings, { embed, embedder }) => {
    const { items, problems } = await loadCulturalBench(files, culturalBenchOptions.parse({}));
    const easy = items.filter(({ record }) => record.form === "easy");
    if (easy.length === 0)
      throw new RefractError("invalid-input", "no Easy questions, whose options the probe chooses from");
    const texts = [
      ...new Set(easy.flatMap((item) => [countryOf(item), ...optionsOf(item).map(({ text }) => text)])),
    ];
    const vectors = await embed(texts);
    const vectorOf = new Map(texts.map((text, place) => [text, vectors[place] ?? new Float32Array()]));
    const chosen = easy.map((item) => {
      const country = vectorOf.get(countryOf(item)) ?? new Float32Array();
      const [best] = optionsOf(item)
        .map(({ id, text }) => ({ id, likeness: cosine(country, vectorOf.get(text) ?? new Float32Array()) }))
        .toSorted((one, other) => other.likeness - one.likeness);
      const isRight = item.gold.kind === "key" && best !== undefined && item.gold.accepted.includes(best.id);
      return { item, option: best?.id.toUpperCase() ?? "", isRight };
    });
    const right = chosen.filter(({ isRight }) => isRight).length;
    return {
      files: {
        "probe.csv": csvText(
          ["question_idx", "country", "chosen", "right"],
          chosen.map(({ item, option, isRight }) => [item.cluster, countryOf(item), option, isRight]),
        ),
      },
      tables: [
        {
          id: "probe",
          title: "Shortcut probe",
          caption: `The option most like the country's name by ${embedder}. Guessing gets 25 %; the paper's probe, with another model, 40.4 %.`,
          columns: [
            { name: "questions", title: "Questions", kind: "integer" },
            { name: "right", title: "Right", kind: "integer" },
            { name: "accuracy", title: "Accuracy", kind: "percent" },
          ],
          rows: [[easy.length, right, right / easy.length]],
        },
      ],
      problems,
    };
  },
});

function countryOf({ attributes }: Item): string {
  return String(attributes.country);
}

function optionsOf({ format }: Item) {
  return format.kind === "choice" ? format.options : [];
}

/** Cosine of the angle between two vectors; -1 where one has no direction, so that it is chosen last. */
function cosine(one: Float32Array, other: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
  const length = Math.sqrt(dot(one, one) * dot(other, other));
  return length === 0 ? -1 : dot(one, other) / length;
}
