import type { ParsedResponse } from "@refract/core";

/** The first stand-alone true or false in any case; "untrue" is neither. */
export function parseTruth(reply: string): ParsedResponse {
  const word = /(?<![\p{L}\p{N}])(true|false)(?![\p{L}\p{N}])/iu.exec(reply)?.[1];
  return word === undefined
    ? { value: null, missing: "unparsed", rule: "no-answer" }
    : { value: word.toLowerCase() === "true", missing: null, rule: "word" };
}
