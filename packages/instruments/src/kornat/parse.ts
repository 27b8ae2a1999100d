import type { Item, ParsedResponse, Presentation } from "@refract/core";
import { readReply } from "../reply-reader/read-reply.ts";
import { agreementForm, letteredForm } from "../reply-reader/reply-form.ts";
import { shownOptions } from "./prompt.ts";

/**
 * The option a reply states (spec kornat, "Evaluation protocol" 3): by its letter, by its text, and for opinions in other words of agreement
 * ("I do not agree" is disagree). Nothing found is no answer, never neutral.
 */
export function parseKornat(reply: string, item: Item, presentation: Presentation): ParsedResponse {
  const shown = shownOptions(item, presentation);
  return readReply(reply, item.format.kind === "likert" ? agreementForm(shown) : letteredForm(shown));
}
