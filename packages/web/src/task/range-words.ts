import type { TFunction } from "i18next";

/** What numbers are taken, in words; null for all. */
export function rangeWords(t: TFunction, minimum: number | null, maximum: number | null): string | null {
  if (minimum !== null && maximum !== null) return t("task.range.between", { minimum, maximum });
  if (minimum !== null) return t("task.range.atLeast", { minimum });
  return maximum === null ? null : t("task.range.atMost", { maximum });
}
