import { RefractError } from "@refract/core";
import type { Block } from "@refract/report";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { attributeBoxes } from "./attribute-boxes.ts";
import { type AttributeColumn, presentColumns } from "./attribute-columns.ts";
import { attributeCorrelations } from "./attribute-correlations.ts";
import { type AttributeValues, answered, conversationPeople, loadAttributes } from "./load-attributes.ts";
import { untouchedHandles, untouchedNotice } from "./untouched-handles.ts";

/** prism-analysis section 2, first part: what people say they want, what they rate, and how the three hang together. */
export const attributes = defineAnalysis({
  id: "attributes",
  title: "Attributes",
  description:
    "Stated preferences, ratings of performance and reasons of choice: quartiles, shares left out, and correlations within and across them.",
  source: "Kirk et al. 2024, analysis of preference attributes",
  citation: "Kirk et al. 2024, arXiv:2404.16019",
  needs: { participants: ["user_id"], conversations: ["user_id", "conversation_id"] },
  embeds: false,
  publishedQuirks:
    "quartiles are over the survey merged into conversations, where stated preferences count as often as a person has conversations; their means are over people, as in the paper's table",
  async run({ data, mode, seed }) {
    const columns = presentColumns(data);
    const rowsOf = (block: AttributeColumn["block"]) =>
      block === "stated" ? ("people" as const) : ("conversations" as const);
    const blockNames = ["stated", "performance", "choice"] as const;
    const own: AttributeValues[] = [];
    for (const block of blockNames) {
      own.push(
        ...(await loadAttributes(
          data,
          columns.filter((column) => column.block === block),
          rowsOf(block),
        )),
      );
    }
    const filled = own.filter((of) => answered(of).length > 0);
    if (filled.length === 0)
      throw new RefractError(
        "invalid-input",
        "no answers to stated_prefs, performance_attributes or choice_attributes, and this analysis reads them",
      );
    const untouched = await untouchedHandles(
      data,
      filled.map(({ column }) => column),
    );
    const joint = (
      await loadAttributes(
        data,
        filled.map(({ column }) => column),
        "conversations",
      )
    ).filter((of) => answered(of).length > 0);
    const people = await conversationPeople(data);
    const stated = filled.filter(({ column }) => column.block === "stated");
    const others = filled.filter(({ column }) => column.block !== "stated");
    const n = [stated, others].flatMap((of) => (of.length === 0 ? [] : [answers(of, people)])).join(", ");
    const quartiles =
      mode === "published"
        ? "quartiles over conversations, with their people's stated preferences"
        : "quartiles over people for stated preferences, over conversations for the others";
    const correlations = blockNames.flatMap((block): readonly Block[] => {
      const of = filled.filter(({ column }) => column.block === block);
      return of.length < 2
        ? []
        : attributeCorrelations(of, {
            id: `${block}-correlations`,
            title: titles[block],
            n: answers(of, people),
            rows: rowsOf(block),
            people: rowsOf(block) === "people" ? null : { of: people, seed: seed("correlations") },
          });
    });
    const across =
      joint.length < 3
        ? []
        : attributeCorrelations(joint, {
            id: "joint-correlations",
            title: "Across all sliders",
            n: conversationAnswers(joint, people),
            rows: "conversations",
            people: { of: people, seed: seed("correlations") },
          });
    const top = filled
      .filter(({ column }) => column.block === "stated")
      .map((of) => ({
        name: of.column.attribute,
        mean: answered(of).reduce((sum, value) => sum + value, 0) / answered(of).length,
      }))
      .toSorted((a, b) => b.mean - a.mean)
      .slice(0, 3);
    return {
      ...(top.length === 0
        ? {}
        : {
            headline: {
              text: `People most want ${top.map(({ name, mean }) => `${name} (mean ${mean.toFixed(1)})`).join(", ")}; no interval says how surely in this order.`,
              n,
              method: "means of stated preferences",
            },
          }),
      summary:
        top.length === 0
          ? `${filled.length} sliders were answered; none of them stated preferences.`
          : `People most want ${top.map(({ name, mean }) => `${name} (mean ${mean.toFixed(1)})`).join(", ")}.`,
      provenance: {
        population: "everybody who answered; stated preferences by person, the others by conversation",
        weights: "none",
        n,
        method:
          "Pearson correlations over complete pairs, intervals clustered by person (below 200 people by wild cluster draws), Benjamini and Hochberg over the pairs of a table; complete-linkage order, type 7 quantiles",
        // of the draws, which correlations over conversations need
        seed:
          across.length > 0 ||
          filled.some(({ column }, place) =>
            filled.some(
              (other, at) => at !== place && column.block !== "stated" && other.column.block === column.block,
            ),
          )
            ? seed("correlations")
            : null,
      },
      blocks: [
        ...untouchedNotice(untouched, filled),
        ...attributeBoxes(filled, mode === "published" ? joint : filled, n, quartiles),
        ...correlations,
        ...across,
      ],
    };
  },
});

/** How many people, or conversations of how many people, answered at least one of these sliders. */
function answers(of: readonly AttributeValues[], people: Int32Array): string {
  return of.every(({ column }) => column.block === "stated")
    ? counted(answeredRows(of).length, "person", "people")
    : conversationAnswers(of, people);
}

function conversationAnswers(of: readonly AttributeValues[], people: Int32Array): string {
  const rows = answeredRows(of);
  const own = new Set(rows.map((row) => people[row]));
  return `${counted(rows.length, "conversation")} of ${counted(own.size, "person", "people")}`;
}

function answeredRows(of: readonly AttributeValues[]): readonly number[] {
  const length = of[0]?.values.length ?? 0;
  return Array.from({ length }, (_, row) => row).filter((row) =>
    of.some(({ values }) => !Number.isNaN(values[row] ?? Number.NaN)),
  );
}

const titles = {
  stated: "Within stated preferences",
  performance: "Within ratings of performance",
  choice: "Within reasons of choice",
};
