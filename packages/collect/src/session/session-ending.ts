import { type Ending, fillAddress, panelOf, panelTaskOf } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { EndingView } from "./ending-view.ts";
import type { OpenedStudy } from "./open-study.ts";

/**
 * Code and way back for an ending.
 *
 * @param seed Of the person; null for somebody who was not let in and so has no code of their own.
 * @param values What the person's link brought, by placeholder.
 */
export function endingView(
  { study, stages }: OpenedStudy,
  kind: Ending,
  seed: string | null,
  values: Readonly<Record<string, string>>,
): EndingView {
  const panel = panelOf(study);
  const fixed = panel?.codes[kind] ?? (kind === "completed" ? study.entry.completionCode : null) ?? null;
  const last = stages.findLast(({ part }) => part === "closing");
  const own =
    kind === "completed" && seed !== null && last !== undefined
      ? seedDigest(deriveSeed(deriveSeed(seed, last.id), "completion-code"))
          .slice(0, 8)
          .toUpperCase()
      : null;
  const code = fixed ?? own;
  const template = panel?.addresses[kind] ?? null;
  return {
    kind,
    code,
    returnUrl:
      template === null ? null : fillAddress(template, { ...values, ...(code === null ? {} : { code }) }),
    paid: panel?.paid.includes(kind) ?? null,
    quota: false,
    ...(panel === null || panel.externalQuestion === null
      ? {}
      : { task: panel.paid.includes(kind) ? panelTaskOf(panel, values) : null }),
  };
}
