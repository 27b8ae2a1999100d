import type { BlendAnswerGroup } from "./annotation-file.ts";
import { comparableTokens, type Normaliser } from "./normaliser.ts";

export interface AnswerHit {
  readonly group: BlendAnswerGroup;
  /** Place of the group, most votes first. */
  readonly place: number;
  readonly answer: string;
  /** How it was found: as a part of the reply, or token by token. */
  readonly rule: "substring" | "tokens";
  readonly language: "local" | "english";
}

/**
 * The first group, by votes, that a cleaned reply hits (spec blend, "Short-answer protocol" 4 and 5). In a local run local
 * wordings come first, then English ones; in an English run only English ones count.
 */
export function matchAnswer(
  reply: string,
  groups: readonly BlendAnswerGroup[],
  run: "local" | "english",
  normalisers: { readonly local: Normaliser; readonly english: Normaliser },
): AnswerHit | null {
  const languages = run === "local" ? (["local", "english"] as const) : (["english"] as const);
  const replyTokens = new Map(
    languages.map((language) => [language, new Set(comparableTokens(reply, normalisers[language]))]),
  );
  const byVotes = groups
    .map((group, place) => ({ group, place }))
    .toSorted((a, b) => b.group.count - a.group.count);
  for (const { group, place } of byVotes) {
    for (const language of languages) {
      for (const answer of language === "local" ? group.answers : group.en_answers) {
        const rule = hitRule(reply, answer, replyTokens.get(language) ?? new Set(), normalisers[language]);
        if (rule !== null) return { group, place, answer, rule, language };
      }
    }
  }
  return null;
}

function hitRule(
  reply: string,
  answer: string,
  replyTokens: ReadonlySet<string>,
  normaliser: Normaliser,
): AnswerHit["rule"] | null {
  if (answer.trim() === "") return null;
  const spellings = [answer, answer.replaceAll("-", " "), answer.replaceAll(" ", "-")];
  // as released: the annotated answer is not lower-cased here, so capitals only hit by tokens
  if (spellings.some((spelling) => reply.includes(spelling))) return "substring";
  const tokens = comparableTokens(answer, normaliser);
  // an answer without a token left would hit everything
  return tokens.length > 0 && tokens.every((token) => replyTokens.has(token)) ? "tokens" : null;
}
