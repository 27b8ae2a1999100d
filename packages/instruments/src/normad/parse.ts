import type { ParsedResponse } from "@refract/core";
import { readReply } from "../reply-reader/read-reply.ts";
import { acceptanceForm } from "../reply-reader/reply-form.ts";

export const labels = ["yes", "no", "neutral"] as const;
export type Label = (typeof labels)[number];
/** The published rule (spec normad, protocol 4): case-sensitive containment, the first hit wins, all else is neutral. */
export function parseCompat(reply: string): ParsedResponse {
  const lower = reply.toLowerCase();
  const hits: readonly (readonly [Label, string, string])[] = [
    ["yes", "Yes", "option 1"],
    ["no", "No", "option 2"],
    ["neutral", "Neither", "option 3"],
  ];
  for (const [label, word, option] of hits)
    if (reply.includes(word) || lower.includes(option))
      return { value: label, missing: null, rule: `compat/${label}` };
  return { value: "neutral", missing: null, rule: "compat/default" };
}

const form = acceptanceForm({ yes: "yes", no: "no", neither: "neutral" });

/** Yes, no or neither where the reply states it, by word or by its number in the prompt; anything else is unparsed (protocol 5). */
export function parseStrict(reply: string): ParsedResponse {
  return readReply(reply, form);
}
