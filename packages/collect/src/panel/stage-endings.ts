import type { StageConfig } from "@refract/core";
import type { Leaving } from "../stage.ts";

/** How a stage, as its study file sets it, can end a visit. */
export function stageEndings(stage: StageConfig): readonly Leaving[] {
  if (stage.type === "consent") return ["declined"];
  const { endings, screenOutAfterFailedChecks }: Readonly<Record<string, unknown>> = { ...stage };
  const rules: readonly { readonly as?: unknown }[] = Array.isArray(endings) ? endings : [];
  return [
    ...(screenOutAfterFailedChecks === undefined ? [] : (["failed-check"] as const)),
    ...(["screened-out", "failed-check"] as const).filter((ending) =>
      rules.some((rule) => rule.as === ending),
    ),
  ];
}
