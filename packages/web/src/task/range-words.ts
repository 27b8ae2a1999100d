import type { TFunction } from "i18next";
import { numberText } from "../number/number-text.ts";

/** What numbers are taken, in words and as people of `language` write them; null for all. */
export function rangeWords(
  t: TFunction,
  language: string,
  { minimum, maximum }: { readonly minimum: number | null; readonly maximum: number | null },
): string | null {
  const least = minimum === null ? null : numberText(minimum, language);
  const most = maximum === null ? null : numberText(maximum, language);
  if (least !== null && most !== null) return t("task.range.between", { minimum: least, maximum: most });
  if (least !== null) return t("task.range.atLeast", { minimum: least });
  return most === null ? null : t("task.range.atMost", { maximum: most });
}
