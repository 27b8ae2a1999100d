import type { StageField } from "../stage/stage-context.ts";
import { columnValues } from "./final-answers.ts";
import {
  correctAnswer,
  otherValue,
  type SurveyDefinition,
  type SurveyQuestion,
} from "./survey-definition.ts";
import { hasRandomOrder, orderedValues } from "./survey-order.ts";
import type { QuestionElement, ScalesElement, SelectElement } from "./survey-schema.ts";
import type { SurveyText } from "./survey-text-schema.ts";
import { surveyTextIn } from "./survey-texts.ts";

/**
 * One stored value of a survey, for the codebook. A dot in the name makes it a member of a nested column, as in the
 * PRISM release (`stated_prefs.values`, `lm_usecases.research`, `order_lm_usecases.research`).
 */
export interface SurveyFieldDescription {
  readonly name: string;
  /** The wording asked, in the study's first language. */
  readonly question: string;
  readonly kind: "choice" | "boolean" | "number" | "text" | "date" | "order";
  /** Allowed stored values, in order; empty for free values. */
  readonly levels: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly origin: "answered";
  /** Conditions under which it is asked; empty: always. */
  readonly askedIf: readonly string[];
}

/** Every field that `submitSurvey` gives, in its order. */
export function surveyFields(definition: SurveyDefinition): readonly SurveyFieldDescription[] {
  return definition.questions.flatMap((question) => fieldsOf(question, definition));
}

/** What conditions of the study file can know of a field. */
export function surveyStageField({
  name,
  levels,
  kind,
  minimum,
  maximum,
}: SurveyFieldDescription): StageField {
  if (levels.length > 0) return { name, levels };
  switch (kind) {
    case "number":
    case "order":
      return { name, levels: null, kind: "number", minimum, maximum };
    case "date":
    case "text":
      return { name, levels: null, kind };
    case "choice":
    case "boolean":
      return { name, levels: null };
  }
}

function fieldsOf(question: SurveyQuestion, definition: SurveyDefinition): SurveyFieldDescription[] {
  const { element, name } = question;
  const first = definition.languages[0] ?? "en";
  const wording = (text: SurveyText | undefined, otherwise: string) =>
    text === undefined ? otherwise : surveyTextIn(text, first, first);
  const title = wording(element.title, name);
  const field = (
    column: string,
    kind: SurveyFieldDescription["kind"],
    rest: Partial<SurveyFieldDescription> = {},
  ): SurveyFieldDescription => ({
    name: column,
    question: title,
    kind,
    levels: [],
    minimum: null,
    maximum: null,
    origin: "answered",
    askedIf: question.visibleIf,
    ...rest,
  });
  const order = hasRandomOrder(element)
    ? orderedValues(question).map((value, _index, all) =>
        field(`order_${name}.${value}`, "order", {
          question: `place of "${value}" in the order shown: ${title}`,
          minimum: 1,
          maximum: all.length,
        }),
      )
    : [];
  const check =
    correctAnswer(element) === undefined
      ? []
      : [
          field(`${name}_correct`, "boolean", {
            question: `whether the attention check was passed: ${title}`,
            levels: ["true", "false"],
          }),
        ];
  return [...answerFields(question, element, title, field, wording), ...check, ...order];
}

type MakeField = (
  column: string,
  kind: SurveyFieldDescription["kind"],
  rest?: Partial<SurveyFieldDescription>,
) => SurveyFieldDescription;
type Wording = (text: SurveyText | undefined, otherwise: string) => string;

function answerFields(
  question: SurveyQuestion,
  element: QuestionElement,
  title: string,
  field: MakeField,
  wording: Wording,
): SurveyFieldDescription[] {
  const { name } = question;
  switch (element.type) {
    case "radiogroup":
    case "dropdown": {
      const levels = columnValues(question, element).map(String);
      const ownWords = field(`${name}_text`, "text", { question: `own words for Other: ${title}` });
      return [field(name, "choice", { levels }), ...(element.showOtherItem ? [ownWords] : [])];
    }
    case "checkbox":
      return checkboxFields(question, element, title, field, wording);
    case "scales":
      return scalesFields(element, title, field, wording);
    case "matrix":
      return element.rows.map((row) =>
        field(`${name}.${row.value}`, "choice", {
          question: `${title} ${wording(row.text, row.value)}`,
          levels: element.columns.map((column) => String(column.value)),
        }),
      );
    case "ranking":
      return question.choices.map((choice) =>
        field(`${name}.${choice.value}`, "number", {
          question: `place given to "${wording(choice.text, String(choice.value))}": ${title}`,
          minimum: 1,
          maximum: question.choices.length,
        }),
      );
    case "rating":
      return [field(name, "number", { minimum: element.rateMin, maximum: element.rateMax })];
    case "boolean":
      return [field(name, "boolean", { levels: ["true", "false"] })];
    case "comment":
      return [field(name, "text")];
    case "text": {
      if (element.inputType === "date") return [field(name, "date")];
      if (element.inputType !== "number") return [field(name, "text")];
      const limit = (value: number | string | undefined) => (typeof value === "number" ? value : null);
      return [field(name, "number", { minimum: limit(element.min), maximum: limit(element.max) })];
    }
  }
}

function checkboxFields(
  question: SurveyQuestion,
  element: SelectElement,
  title: string,
  field: MakeField,
  wording: Wording,
): SurveyFieldDescription[] {
  const texts = new Map(question.choices.map((choice) => [choice.value, choice.text]));
  const columns = columnValues(question, element).map((value) =>
    field(`${element.name}.${value}`, "number", {
      question: `${title} ${wording(texts.get(value), String(value))}`,
      levels: ["0", "1"],
      minimum: 0,
      maximum: 1,
    }),
  );
  const ownWords = field(`${element.name}.${otherValue}_text`, "text", {
    question: `own words for Other: ${title}`,
  });
  return [...columns, ...(element.showOtherItem ? [ownWords] : [])];
}

function scalesFields(
  element: ScalesElement,
  title: string,
  field: MakeField,
  wording: Wording,
): SurveyFieldDescription[] {
  const { name, minimum, maximum } = element;
  const ownRow = element.showOtherRow
    ? [{ value: otherValue, text: element.otherRowText ?? otherValue }]
    : [];
  const rows = [...element.rows, ...ownRow];
  return [
    ...rows.map((row) =>
      field(`${name}.${row.value}`, "number", {
        question: `${title} ${wording(row.text, row.value)}`,
        minimum,
        maximum,
      }),
    ),
    ...ownRow.map(() =>
      field(`${name}.${otherValue}_text`, "text", { question: `own words for Other: ${title}` }),
    ),
    ...rows.map((row) =>
      field(`${name}_touched.${row.value}`, "boolean", {
        question: `whether the scale was touched: ${wording(row.text, row.value)}`,
        levels: ["true", "false"],
      }),
    ),
  ];
}
