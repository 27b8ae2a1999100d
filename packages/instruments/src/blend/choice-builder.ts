import type { BlendAnswerGroup, BlendQuestion } from "./annotation-file.ts";

/** The questions of all regions under one id. */
export type QuestionByRegion = ReadonlyMap<string, BlendQuestion>;

/**
 * Whether a question can become multiple choice (spec blend, "Multiple choice" 1): in no region not applicable, at most two
 * votes for not answering, and a top answer of at least two votes everywhere.
 */
export function allowsChoice(question: QuestionByRegion): boolean {
  return [...question.values()].every(({ groups, withoutAnswer }) => {
    const unanswered = Object.values(withoutAnswer).reduce((sum, votes) => sum + votes, 0);
    return (withoutAnswer["not-applicable"] ?? 0) === 0 && unanswered <= 2 && topVotes(groups) >= 2;
  });
}

export interface BuiltChoice {
  readonly region: string;
  readonly right: string;
  /** Wrong options with the region they come from. */
  readonly wrong: readonly { readonly text: string; readonly region: string }[];
}

/** Form a question asks its answers in; answers of another form are no options. */
export type AnswerForm = "HH:MM" | "MM/DD" | "number" | "any";

const forms: Readonly<Record<AnswerForm, RegExp>> = {
  "HH:MM": /^\d{1,2}:\d{2}$/,
  "MM/DD": /^\d{1,2}\/\d{1,2}$/,
  number: /^\d+([.,]\d+)?$/,
  any: /./s,
};

function answerForm(englishQuestion: string): AnswerForm {
  if (/HH:MM/i.test(englishQuestion)) return "HH:MM";
  if (/MM\/DD/i.test(englishQuestion)) return "MM/DD";
  return /(arabic|in) numerals|e\.g\.,? *\d/i.test(englishQuestion) ? "number" : "any";
}

/**
 * Right answers of a region with wrong options from the others (spec blend, "Multiple choice" 2 and 3). Each answer tied for
 * most votes makes a question; wrong ones come top-down by votes, at most one a region, at least two votes, sharing no word
 * with a right one or each other, and not `alike` to them. Fewer than three wrong ones are returned as they are: the
 * published protocol lets a model invent the rest, which is for the caller to decide and to mark.
 *
 * @param alike Whether two answers are the same or one is part of the other; the paper asked a model.
 */
export function buildChoices(
  question: QuestionByRegion,
  region: string,
  alike: (right: string, candidate: string) => boolean,
): readonly BuiltChoice[] {
  const own = question.get(region);
  if (own === undefined) return [];
  const form = answerForm(own.englishQuestion);
  const fits = (text: string) => forms[form].test(text);
  const most = topVotes(own.groups);
  const allRight = own.groups.filter(({ count }) => count === most);
  const rights = allRight.flatMap(({ en_answers }) => en_answers);
  return allRight.flatMap((group): BuiltChoice[] => {
    const right = group.en_answers.find(fits);
    if (right === undefined) return [];
    const taken = [...rights];
    const wrong: { text: string; region: string }[] = [];
    const candidates = [...question]
      .filter(([other]) => other !== region)
      .flatMap(([other, { groups }]) =>
        groups.filter(({ count }) => count >= 2).map((of) => ({ region: other, group: of })),
      )
      .toSorted((a, b) => b.group.count - a.group.count || compareTexts(a.region, b.region));
    for (const candidate of candidates) {
      if (wrong.some((option) => option.region === candidate.region)) continue;
      const text = candidate.group.en_answers.find(fits);
      const clashes =
        text === undefined || taken.some((other) => sharesWord(other, text) || alike(other, text));
      if (text === undefined || clashes || isRight(text, own.groups)) continue;
      taken.push(text);
      wrong.push({ text, region: candidate.region });
    }
    return [{ region, right, wrong }];
  });
}

/** Every choice of so many of a list, in the list's order. */
export function combinations<One>(list: readonly One[], size: number): readonly (readonly One[])[] {
  if (size === 0) return [[]];
  return list.flatMap((one, place) =>
    combinations(list.slice(place + 1), size - 1).map((rest) => [one, ...rest]),
  );
}

/** Options in the order they are shown: alphabetical, lettered from A. */
export function alphabetical(options: readonly string[]): readonly string[] {
  return options.toSorted(compareTexts);
}

function isRight(text: string, groups: readonly BlendAnswerGroup[]): boolean {
  return groups.some(({ en_answers }) =>
    en_answers.some((answer) => answer.toLowerCase() === text.toLowerCase()),
  );
}

function topVotes(groups: readonly BlendAnswerGroup[]): number {
  return Math.max(0, ...groups.map(({ count }) => count));
}

/** Words without the signs between them: "mandarin (chinese)" holds "chinese". */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function sharesWord(a: string, b: string): boolean {
  const words = new Set(wordsOf(a));
  return wordsOf(b).some((word) => words.has(word));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
