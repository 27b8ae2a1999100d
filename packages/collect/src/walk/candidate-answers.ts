import { type JsonValue, RefractError } from "@refract/core";
import { createRandom, deriveSeed } from "@refract/stats";
import { checkedValue } from "../survey/check-value.ts";
import {
  exclusiveValues,
  isSelect,
  type SurveyQuestion,
  specialChoices,
} from "../survey/survey-definition.ts";

/** More answers of one question than this are not tried. */
const mostAnswers = 60;

/**
 * Answers to one question that can make a difference to conditions which name these literals: each choice, both sides of
 * every number named, its own limits, and undefined for a blank. All of them are answers the server takes.
 */
export function candidateAnswers(
  question: SurveyQuestion,
  literals: readonly (string | number | boolean)[],
): readonly (JsonValue | undefined)[] {
  const tried = new Set<string>();
  const answers = rawAnswers(question, literals).filter((answer) => {
    const key = JSON.stringify(answer);
    if (tried.has(key) || !isTaken(question, answer)) return false;
    tried.add(key);
    return true;
  });
  const kept = answers.slice(0, mostAnswers);
  return question.element.isRequired ? kept : [...kept, undefined];
}

function isTaken(question: SurveyQuestion, answer: JsonValue): boolean {
  try {
    checkedValue(question, answer, "");
    return true;
  } catch (cause) {
    if (cause instanceof RefractError) return false;
    throw cause;
  }
}

function rawAnswers(
  question: SurveyQuestion,
  literals: readonly (string | number | boolean)[],
): readonly JsonValue[] {
  const { element } = question;
  const numbers = literals.map(Number).filter(Number.isFinite);
  const near = (step: number) => numbers.flatMap((number) => [number, number - step, number + step]);
  const texts = literals.map(String);
  const levels = [...question.choices, ...(isSelect(element) ? specialChoices(element) : [])].map(
    ({ value }) => value,
  );
  // What a condition names comes first, so that long lists are tried where it matters.
  const named = levels.filter((level) => texts.includes(String(level)));
  switch (element.type) {
    case "radiogroup":
    case "dropdown":
      return [...named, ...levels];
    case "boolean":
      return [true, false];
    case "checkbox":
      return selections(question, named, levels);
    case "rating": {
      const { rateMin, rateMax, rateStep } = element;
      return [...near(rateStep), rateMin, rateMax, rateMin + rateStep];
    }
    case "scales": {
      const { minimum, maximum, rows } = element;
      return records(
        question.name,
        rows.map(({ value }) => value),
        [...near(1), minimum, maximum].filter((value) => value >= minimum && value <= maximum),
      );
    }
    case "matrix":
      return records(
        question.name,
        element.rows.map(({ value }) => value),
        levels,
      );
    case "ranking":
      return levels.map((_level, place) => [...levels.slice(place), ...levels.slice(0, place)]);
    case "comment":
      return [...texts, filler(element.validators?.[0]?.minLength)];
    case "text":
      if (element.inputType === "text") return [...texts, filler(element.validators?.[0]?.minLength)];
      if (element.inputType === "number") {
        const { min, max, step = 1 } = element;
        const limits = [min, max].filter((limit) => typeof limit === "number");
        return [...near(step), ...limits, ...limits.map((limit) => limit + step), 0, 1, 40];
      }
      return [
        ...texts.flatMap((text) => [text, dayBeside(text, -1), dayBeside(text, 1)]),
        ...[element.min, element.max].flatMap((limit) => (typeof limit === "string" ? [limit] : [])),
        "2000-01-31",
        "1990-06-15",
        "09:30",
        "23:59",
      ];
  }
}

function filler(minimum = 1): string {
  return "answer "
    .repeat(Math.ceil(Math.max(1, minimum) / 7))
    .trimEnd()
    .padEnd(minimum, "r");
}

function dayBeside(text: string, days: number): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? text : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

/** Each choice alone, each left out, all that are named together; as many as are asked for. */
function selections(
  question: SurveyQuestion,
  named: readonly (string | number)[],
  levels: readonly (string | number)[],
): JsonValue[] {
  const { element } = question;
  const { minSelectedChoices: least = 1, maxSelectedChoices: most } =
    element.type === "checkbox" ? element : {};
  const exclusive = exclusiveValues(question);
  const together = levels.filter((level) => !exclusive.has(level));
  const filled = (chosen: readonly (string | number)[]) => {
    const others = together.filter((level) => !chosen.includes(level));
    const wanted = [...chosen, ...others.slice(0, Math.max(0, least - chosen.length))].slice(0, most);
    return levels.filter((level) => wanted.includes(level));
  };
  return [
    filled(named.filter((level) => !exclusive.has(level))),
    ...together.map((level) => filled([level])),
    ...levels.filter((level) => exclusive.has(level)).map((level) => [level]),
    ...together.map((left) => filled(together.filter((level) => level !== left))),
    filled(together),
  ].filter((selection) => selection.length > 0);
}

/** Every row alike with each value, and some mixtures. */
function records(name: string, rows: readonly string[], values: readonly (string | number)[]): JsonValue[] {
  const random = createRandom(deriveSeed("candidate-answers", name));
  const alike = values.map((value) => Object.fromEntries(rows.map((row) => [row, value])));
  const mixed = Array.from({ length: 25 }, () =>
    Object.fromEntries(rows.map((row) => [row, random.pick(values)])),
  );
  return values.length === 0 ? [] : [...alike, ...mixed];
}
