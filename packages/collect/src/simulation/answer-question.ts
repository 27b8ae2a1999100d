import { type JsonValue, ownValue } from "@refract/core";
import type { Random } from "@refract/stats";
import type { SurveyAnswers } from "../survey/check-answers.ts";
import {
  asksOwnWords,
  commentKey,
  correctAnswer,
  exclusiveValues,
  otherValue,
  refusedValue,
  type SurveyQuestion,
  specialChoices,
} from "../survey/survey-definition.ts";
import type { ScalesElement, SelectElement } from "../survey/survey-schema.ts";
import { answerTextField } from "./answer-text-field.ts";
import { composeText, composeWords } from "./compose-text.ts";
import { choiceFor } from "./places-for-levels.ts";
import { attributeMargins, ownWords, preferNotToSay, selectionShare } from "./population.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { pointOnScale } from "./weighted-draw.ts";

export interface AnsweringPerson {
  readonly person: SimulatedPerson;
  readonly language: string;
  readonly random: Random;
}

const skipProbability = 0.06;
const refuseProbability = 0.02;
const attentionProbability = 0.95;

/**
 * An answer to one question that its survey accepts, with the own words for Other where they belong; nothing where an
 * optional question is left blank. Fields of the profile are answered from it; the rest from what the question allows.
 */
export function answerQuestion(
  question: SurveyQuestion,
  required: boolean,
  answering: AnsweringPerson,
): SurveyAnswers {
  const { element, name } = question;
  const { random, person } = answering;
  const known = person.profile[name];
  if (!required && known === undefined && random.stream("skip").chance(skipProbability)) return {};
  const right = correctAnswer(element);
  // Most people read what an attention check asks for.
  if (right !== undefined && random.stream("attention").chance(attentionProbability))
    return { [name]: right };
  switch (element.type) {
    case "radiogroup":
    case "dropdown":
      return withOwnWords(question, element, chooseOne(question, element, known, random), answering);
    case "checkbox":
      return withOwnWords(question, element, chooseSeveral(question, element, required, random), answering);
    case "boolean":
      return { [name]: random.chance(0.6) };
    case "rating": {
      const steps = Math.floor((element.rateMax - element.rateMin) / element.rateStep);
      return {
        [name]: element.rateMin + element.rateStep * pointOnScale(random.normal(0.6, 0.25), 0, steps),
      };
    }
    case "scales":
      return { [name]: rateRows(element, answering) };
    case "matrix":
      return {
        [name]: Object.fromEntries(
          element.rows.map((row) => [
            row.value,
            random.stream(`row ${row.value}`).pick(element.columns.map((column) => column.value)),
          ]),
        ),
      };
    case "ranking":
      return { [name]: random.shuffle(question.choices.map((choice) => choice.value)) };
    case "comment":
      return { [name]: composeAnswer(name, element, answering) };
    case "text":
      if (element.inputType === "text" && known !== undefined) {
        if (known !== preferNotToSay) return { [name]: known.toLowerCase().slice(0, element.maxLength) };
        if (!required) return {};
      }
      return { [name]: answerTextField(element, answering.language, random) };
  }
}

function levelsOf({ choices, element }: SurveyQuestion): readonly (string | number)[] {
  const special = "showRefuseItem" in element ? specialChoices(element) : [];
  return [...choices, ...special].map((choice) => choice.value);
}

function chooseOne(
  question: SurveyQuestion,
  element: SelectElement,
  known: string | undefined,
  random: Random,
): string | number {
  const exact = known === undefined ? undefined : choiceFor(question, known);
  if (exact !== undefined) return exact;
  if (element.showRefuseItem && random.stream("refuse").chance(refuseProbability)) return refusedValue;
  const plain = question.choices.map((choice) => choice.value);
  return random.pick(plain.length > 0 ? plain : levelsOf(question));
}

function chooseSeveral(
  question: SurveyQuestion,
  element: Extract<SelectElement, { type: "checkbox" }>,
  required: boolean,
  random: Random,
): readonly (string | number)[] {
  // A refusal is one tick, too few where more are asked for.
  const mayRefuse = element.showRefuseItem && (element.minSelectedChoices ?? 0) <= 1;
  if (mayRefuse && random.stream("refuse").chance(refuseProbability)) return [refusedValue];
  const exclusive = exclusiveValues(question);
  const offered = levelsOf(question).filter((level) => !exclusive.has(level));
  const least = Math.max(required ? 1 : 0, element.minSelectedChoices ?? 0);
  const most = element.maxSelectedChoices ?? offered.length;
  const ticked = offered.filter((level) =>
    random.stream(`tick ${level}`).chance(selectionShare(question.name, String(level)) ?? 0.3),
  );
  const others = random.shuffle(offered.filter((level) => !ticked.includes(level)));
  const chosen = [...random.sample(ticked, most), ...others.slice(0, Math.max(0, least - ticked.length))];
  // In the order of the form, as a browser would send it.
  return offered.filter((level) => chosen.includes(level));
}

function withOwnWords(
  { name }: SurveyQuestion,
  element: SelectElement,
  value: string | number | readonly (string | number)[],
  { person, language, random }: AnsweringPerson,
): SurveyAnswers {
  if (Array.isArray(value) && value.length === 0) return {};
  if (!asksOwnWords(element, value)) return { [name]: value };
  const known = element.type === "checkbox" ? undefined : person.profile[name];
  const words = known?.toLowerCase() ?? composeWords(language, random.stream("own-words"));
  return { [name]: value, [commentKey(name)]: words };
}

/** Stated importance: the published mean and spread of the attribute, moved by what it is worth to this person. */
function rateRows(element: ScalesElement, { person, language, random }: AnsweringPerson): JsonValue {
  const { minimum, maximum } = element;
  const ratings = element.rows.map(({ value }): [string, JsonValue] => {
    const { mean, standardDeviation } = attributeMargins(value).stated;
    const weight = ownValue(person.attributeWeights, value);
    const noise = random.stream(`row ${value}`).normal();
    const deviation = weight === undefined ? noise : 0.8 * weight + 0.6 * noise;
    return [value, pointOnScale((mean + standardDeviation * deviation) / 100, minimum, maximum)];
  });
  const own = random.stream("own-row");
  if (!element.showOtherRow || !own.chance(ownWords.used / ownWords.people)) {
    return Object.fromEntries(ratings);
  }
  const rating = pointOnScale(own.normal(ownWords.mean, ownWords.standardDeviation) / 100, minimum, maximum);
  return {
    ...Object.fromEntries(ratings),
    [otherValue]: rating,
    [`${otherValue}_text`]: composeWords(language, own),
  };
}

function composeAnswer(
  name: string,
  element: {
    readonly maxLength?: number | undefined;
    readonly validators?: readonly { readonly minLength?: number | undefined }[] | undefined;
  },
  { language, random }: AnsweringPerson,
): string {
  const list = name === "self_description" || name === "system_string" ? name : "general";
  return composeText(language, [list], random, {
    minimum: element.validators?.[0]?.minLength ?? 0,
    maximum: element.maxLength ?? 2000,
  });
}
