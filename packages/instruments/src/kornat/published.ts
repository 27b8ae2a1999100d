import type { ComparableResult, PublishedResult, RespondentSummary } from "@refract/core";

/** arXiv 2402.13605, Findings of ACL 2024: SVA, A-SVA, N-SVA, CKA. */
const rows: readonly (readonly [model: string, sva: number, aSva: number, nSva: number, cka: number])[] = [
  ["Llama-2", 0.252, 0.315, 0.37, 0.322],
  ["GPT-3.5-Turbo", 0.29, 0.435, 0.315, 0.32],
  ["GPT-4", 0.26, 0.448, 0.3, 0.386],
  ["Claude-1", 0.286, 0.407, 0.321, 0.335],
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: a published accuracy, not the root of one half
  ["HyperCLOVA X", 0.253, 0.318, 0.414, 0.707],
  ["PaLM-2", 0.331, 0.532, 0.302, 0.664],
  ["Gemini Pro", 0.303, 0.513, 0.312, 0.639],
];

export const kornatPublished: readonly PublishedResult[] = rows.flatMap(
  ([respondent, sva, aSva, nSva, cka]) =>
    (
      [
        ["sva", sva],
        ["a_sva", aSva],
        ["n_sva", nSva],
        ["cka", cka],
      ] as const
    ).map(([metric, value]) => ({
      respondent,
      metric,
      variant: null,
      value,
      source: "arXiv 2402.13605, main results: Korean prompts, majority over templates",
      fromMemory: false,
    })),
);

const majorities = [
  ["majority", "sva", "sva"],
  ["majority", "a_sva", "a_sva"],
  ["majority", "n_sva", "n_sva"],
  ["pass", "cka", "cka"],
] as const;

/** The run's majorities over templates, which the published figures are; of a folder with both languages those of Korean questions. */
export function kornatBeside(summaries: readonly RespondentSummary[]): readonly ComparableResult[] {
  return summaries.flatMap(({ id, respondent, columns, rows }) =>
    majorities
      .filter(([table]) => id === table || id === `${table}-ko`)
      .flatMap(([table, metric, column]): readonly ComparableResult[] => {
        const place = columns.findIndex(({ name }) => name === column);
        const row = table === "pass" ? rows.find(([, subject]) => subject === "(all)") : rows[0];
        const value = row?.[place];
        return typeof value === "number"
          ? [{ respondent, metric, variant: null, value, of: "majority over templates" }]
          : [];
      }),
  );
}
