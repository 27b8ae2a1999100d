import i18next, { type TFunction } from "i18next";
import type english from "./en.json";

type Reason = keyof typeof english.refusal;

/** The sentence for why the server said no; a general one for reasons without words. */
export function reasonWords(t: TFunction, reason: string): string {
  return isReason(reason) ? t(`refusal.${reason}`) : t("refusal.other");
}

function isReason(reason: string): reason is Reason {
  return i18next.exists(`refusal.${reason}`);
}
