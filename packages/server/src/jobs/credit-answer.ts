/** What a panel answered when it was asked to credit somebody. */
export type CreditAnswer =
  | { readonly kind: "granted" }
  | { readonly kind: "refused"; readonly problem: string };

const mostProblemCharacters = 160;

/**
 * Reads the answer to SONA's WebstudyCredit: XML with a Result when the credit is granted (or was before), else with Errors.
 * Source: "Server-Side Completion URL Responses" of SONA's documentation for researchers.
 *
 * @param id The person's, which no message may hold: messages are logged.
 */
export function readCreditAnswer(status: number, body: string, id: string): CreditAnswer {
  if (status >= 300 && status < 400)
    return refused(`HTTP ${status}: leads elsewhere, and the server follows no such redirect`);
  if (status < 200 || status > 299) return refused(`HTTP ${status}`);
  const result = elementOf(body, "Result");
  const errors = elementOf(body, "Errors");
  if (errors !== null && errors !== "")
    return refused(withoutId(textOf(errors), id) || "an error without words");
  if (result === null || result === "") return refused("an answer without a result");
  const creditStatus = elementOf(result, "credit_status");
  if (creditStatus !== null && creditStatus.trim() !== "G") return refused("the credit is not granted");
  return { kind: "granted" };
}

/** What stands in the first element of this name, in whatever namespace; empty for one that is nil, null without one. */
function elementOf(xml: string, name: string): string | null {
  const found = new RegExp(`<(?:[A-Za-z]\\w*:)?${name}((?:\\s[^<>]*)?)>`).exec(xml);
  if (found === null) return null;
  const attributes = found[1] ?? "";
  if (attributes.endsWith("/") || /\bnil\s*=\s*["']true["']/.test(attributes)) return "";
  const start = found.index + found[0].length;
  const end = new RegExp(`</(?:[A-Za-z]\\w*:)?${name}\\s*>`).exec(xml.slice(start));
  return xml.slice(start, end === null ? xml.length : start + end.index);
}

function textOf(xml: string): string {
  return xml
    .replaceAll(/<[^<>]*>/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
}

/** Numbers of more than three digits go too: codes of people are such numbers. */
function withoutId(text: string, id: string): string {
  return text
    .replaceAll(id, "…")
    .replaceAll(/\p{Nd}{4,}/gu, "…")
    .slice(0, mostProblemCharacters);
}

function refused(problem: string): CreditAnswer {
  return { kind: "refused", problem };
}
