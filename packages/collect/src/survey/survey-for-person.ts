import type { JsonValue } from "@refract/core";
import { createRandom, deriveSeed } from "@refract/stats";
import { formRules } from "./form-rules.ts";
import { isSelect, otherValue, type SurveyDefinition, specialChoices } from "./survey-definition.ts";
import { hasRandomOrder } from "./survey-order.ts";
import type { PanelElement, SurveyChoice, SurveyElement } from "./survey-schema.ts";
import { inOneLanguage, surveyTextIn } from "./survey-texts.ts";

/** The values of every question with a random order, in the order this person sees them; Other is last. */
export type SurveyOrders = { readonly [question: string]: readonly (string | number)[] };

/**
 * The random orders of one person, from the person's `seed`. Each question has its own stream, so that adding a question
 * moves no other order. Pinned choices stay last in the order given, then the special ones.
 */
export function surveyOrders(definition: SurveyDefinition, seed: string): SurveyOrders {
  const orders = definition.questions.flatMap(({ name, element }) => {
    if (!hasRandomOrder(element)) return [];
    const random = createRandom(deriveSeed(seed, "survey-order", name));
    if (element.type === "scales") {
      const rows = random.shuffle(element.rows.map((row) => row.value));
      return [[name, Object.freeze(element.showOtherRow ? [...rows, otherValue] : rows)] as const];
    }
    if (element.type === "matrix")
      return [[name, Object.freeze(random.shuffle(element.rows.map((row) => row.value)))] as const];
    if (!isSelect(element) && element.type !== "ranking") return [];
    const choices = element.choices ?? [];
    const order = [
      ...random.shuffle(choices.filter((choice) => !choice.pinned)),
      ...choices.filter((choice) => choice.pinned),
      ...(isSelect(element) ? specialChoices(element) : []),
    ];
    return [[name, Object.freeze(order.map((choice) => choice.value))] as const];
  });
  return Object.freeze(Object.fromEntries(orders));
}

export interface SurveyForPerson {
  /** A SurveyJS definition with every order fixed and every text in one language. */
  readonly definition: { readonly [key: string]: JsonValue };
  readonly orders: SurveyOrders;
}

/** What one person's browser gets: orders applied, texts in `language` (else the study's first). */
export function surveyForPerson(
  definition: SurveyDefinition,
  seed: string,
  language: string,
): SurveyForPerson {
  const orders = surveyOrders(definition, seed);
  const fallback = definition.languages[0] ?? "en";
  const arrange = (element: SurveyElement): SurveyElement =>
    arranged(
      element,
      orders,
      (choice) => surveyTextIn(choice.text ?? String(choice.value), language, fallback),
      language,
    );
  const withRules = (element: SurveyElement): object => ({
    ...element,
    ...(element.type === "panel" ? { elements: element.elements.map(withRules) } : {}),
    ...formRules(element),
  });
  const json = {
    ...definition.json,
    locale: language,
    // As `shownAnswers` has it: what is hidden steers nothing.
    clearInvisibleValues: "onHidden",
    pages: definition.json.pages.map((page) => ({
      ...page,
      elements: page.elements.map(arrange).map(withRules),
    })),
  };
  return { definition: inOneLanguage(json, language, fallback), orders };
}

function arranged(
  element: SurveyElement,
  orders: SurveyOrders,
  label: (choice: SurveyChoice) => string,
  language: string,
): SurveyElement {
  if (element.type === "html") return element;
  if (element.type === "panel") {
    const elements = element.elements.map((child) => arranged(child, orders, label, language));
    return { ...element, elements: elements.filter(isNotPanel) };
  }
  const order = orders[element.name] ?? [];
  if (element.type === "scales" && element.rowsOrder === "random") {
    const rows = element.rows.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
    return { ...element, rowsOrder: "none", rows };
  }
  if (element.type === "matrix") {
    if (element.rowOrder === "initial") return element;
    const rows = element.rows.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
    return { ...element, rowOrder: "initial", rows };
  }
  if ((!isSelect(element) && element.type !== "ranking") || element.choices === undefined) return element;
  const choices = [...element.choices];
  if (element.choicesOrder === "random")
    choices.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  if (element.choicesOrder === "asc") {
    const collator = new Intl.Collator(language);
    choices.sort(
      (a, b) => Number(a.pinned) - Number(b.pinned) || (a.pinned ? 0 : collator.compare(label(a), label(b))),
    );
  }
  return { ...element, choicesOrder: "none", choices };
}

function isNotPanel(element: SurveyElement): element is Exclude<SurveyElement, PanelElement> {
  return element.type !== "panel";
}
