import {
  ArrayOperand,
  BinaryOperand,
  ConditionsParser,
  Const,
  type Operand,
  UnaryOperand,
  Variable,
} from "survey-core";
import { candidatesOf, isPossible, type Literal, valuesInWords } from "./condition-candidates.ts";
import { type ConditionValues, conditionValues } from "./condition-values.ts";
import type { SurveyQuestion } from "./survey-definition.ts";
import { allHold } from "./survey-expression.ts";

export interface OperatorProblem {
  readonly message: string;
  /** An error where the comparison can hold for nobody; else a warning that it says something else than it seems to. */
  readonly severity: "error" | "warning";
}

type Questions = ReadonlyMap<string, SurveyQuestion>;

/**
 * Comparisons of a condition whose operator does not fit its question's kind, such as `contains` on a single choice, and
 * values that nobody can answer. What can hold is tried with the survey library's own operators.
 */
export function operatorProblems(expression: string, questions: Questions): readonly OperatorProblem[] {
  const operand = new ConditionsParser().parseExpression(expression);
  return operand ? truthProblems(operand, questions) : [];
}

const error = (message: string): OperatorProblem => ({ message, severity: "error" });
const warning = (message: string): OperatorProblem => ({ message, severity: "warning" });

/** Of an operand that is read as true or false. */
function truthProblems(operand: Operand, questions: Questions): readonly OperatorProblem[] {
  if (operand instanceof UnaryOperand) {
    const { expression, operator } = operand;
    if (operator === "negate") return truthProblems(expression, questions);
    return expression instanceof Variable ? nameProblems([expression], questions) : [];
  }
  if (operand instanceof BinaryOperand) {
    const sides = [operand.leftOperand, operand.rightOperand].filter(isOperand);
    if (operand.isConjunction) return sides.flatMap((side) => truthProblems(side, questions));
    if (operand.isArithmetic) return sumProblems(operand, questions);
    return comparisonProblems(operand, sides, questions);
  }
  if (!(operand instanceof Variable)) return [];
  const values = conditionValues(operand.variable, questions);
  if (typeof values === "string") return [error(values)];
  return values.kind === "yes or no"
    ? []
    : [
        warning(
          `{${operand.variable}} is ${values.kind}, expected a comparison or {${operand.variable}} notempty`,
        ),
      ];
}

function isOperand(value: unknown): value is Operand {
  return (
    value instanceof Const ||
    value instanceof ArrayOperand ||
    value instanceof BinaryOperand ||
    value instanceof UnaryOperand
  );
}

function nameProblems(variables: readonly Variable[], questions: Questions): readonly OperatorProblem[] {
  return variables.flatMap(({ variable }) => {
    const values = conditionValues(variable, questions);
    return typeof values === "string" ? [error(values)] : [];
  });
}

function sumProblems(operand: BinaryOperand, questions: Questions): readonly OperatorProblem[] {
  return [operand.leftOperand, operand.rightOperand].filter(isOperand).flatMap((side) => {
    if (side instanceof BinaryOperand) return sumProblems(side, questions);
    if (!(side instanceof Variable)) return [];
    const values = conditionValues(side.variable, questions);
    if (typeof values === "string") return [error(values)];
    return isCounted(values)
      ? []
      : [
          warning(
            `{${side.variable}} is ${values.kind}, expected a number beside ${symbolOf(operand.operator)}`,
          ),
        ];
  });
}

/** Whether every value is a number. */
function isCounted(values: ConditionValues): boolean {
  return (
    values.kind === "a number" ||
    (values.kind === "one choice" && values.levels.every((level) => !Number.isNaN(Number(level))))
  );
}

const mirrored: Readonly<Record<string, string>> = {
  less: "greater",
  greater: "less",
  lessorequal: "greaterorequal",
  greaterorequal: "lessorequal",
};
const symbols: Readonly<Record<string, string>> = {
  equal: "=",
  notequal: "!=",
  less: "<",
  lessorequal: "<=",
  greater: ">",
  greaterorequal: ">=",
  plus: "+",
  minus: "-",
  mul: "*",
  div: "/",
  mod: "%",
  power: "^",
};

function symbolOf(operator: string): string {
  return symbols[operator] ?? operator;
}

function comparisonProblems(
  operand: BinaryOperand,
  sides: readonly Operand[],
  questions: Questions,
): readonly OperatorProblem[] {
  const variables = sides.filter((side) => side instanceof Variable);
  const unknown = nameProblems(variables, questions);
  if (unknown.length > 0) return unknown;
  const sums = sides.filter((side) => side instanceof BinaryOperand);
  const [left, right] = sides;
  const [variable] = variables;
  if (sums.length > 0) return sums.flatMap((side) => sumProblems(side, questions));
  if (variable === undefined || left === undefined || right === undefined) return [];
  const values = conditionValues(variable.variable, questions);
  if (typeof values === "string") return [];
  if (variables.length === 2) return pairProblems(operand, variables, questions);
  const other = variable === left ? right : left;
  const literals = literalsOf(other);
  const operator =
    variable === left
      ? operand.operator
      : operand.operator === "contains" && other instanceof ArrayOperand
        ? "anyof"
        : (mirrored[operand.operator] ?? operand.operator);
  return valueProblems({
    operand,
    operator,
    variable: variable.variable,
    values,
    literals,
    isList: other instanceof ArrayOperand,
  });
}

interface Comparison {
  readonly operand: BinaryOperand;
  /** As if the question stood on the left. */
  readonly operator: string;
  readonly variable: string;
  readonly values: ConditionValues;
  readonly literals: readonly Literal[];
  readonly isList: boolean;
}

function valueProblems(comparison: Comparison): readonly OperatorProblem[] {
  const { operand, operator, variable, values, literals, isList } = comparison;
  const asWritten = unwrapped(operand.toString());
  if (values.kind === "rows")
    return [
      error(
        `${asWritten}: {${variable}} has rows, expected one of them, such as {${variable}.${values.rows[0]}}`,
      ),
    ];
  const expected = fitting(values, variable, operator, isList);
  // Digits of numbers can't all be tried, so only operators that compare sizes are.
  const candidates = expected !== null && values.kind === "a number" ? null : candidatesOf(values, literals);
  const isNever =
    candidates !== null &&
    !candidates.some((candidate) => allHold([operand.toString()], answersWith(variable, candidate)));
  if (expected !== null)
    return [
      isNever
        ? error(`${asWritten} never holds: {${variable}} is ${values.kind}, expected ${expected}`)
        : warning(`${asWritten}: {${variable}} is ${values.kind}, expected ${expected}`),
    ];
  if (isNever) return [error(`${asWritten} never holds, expected ${valuesInWords(values)}`)];
  const isOrdering = operator in mirrored;
  const strange = literals.find((literal) => !isPossible(values, literal, isOrdering));
  return strange === undefined
    ? []
    : [
        warning(
          `nobody can answer {${variable}} with ${JSON.stringify(strange)}, expected ${valuesInWords(values)}`,
        ),
      ];
}

/** Two questions compared with each other. */
function pairProblems(
  operand: BinaryOperand,
  variables: readonly Variable[],
  questions: Questions,
): readonly OperatorProblem[] {
  const sides = variables.flatMap(({ variable }) => {
    const values = conditionValues(variable, questions);
    return typeof values === "string" ? [] : [{ variable, values }];
  });
  const [left, right] = sides;
  if (left === undefined || right === undefined) return [];
  const asWritten = unwrapped(operand.toString());
  const { operator } = operand;
  const withRows = sides.find(({ values }) => values.kind === "rows");
  if (withRows?.values.kind === "rows")
    return [
      error(
        `${asWritten}: {${withRows.variable}} has rows, expected one of them, such as {${withRows.variable}.${withRows.values.rows[0]}}`,
      ),
    ];
  const areLists = sides.map(({ values }) => values.kind === "several choices" || values.kind === "an order");
  if (operator === "equal" || operator === "notequal")
    return areLists[0] === areLists[1]
      ? []
      : [
          error(
            `${asWritten}: {${left.variable}} is ${left.values.kind} and {${right.variable}} ${right.values.kind}, expected contains`,
          ),
        ];
  const expected = fitting(left.values, left.variable, operator, areLists[1] ?? false);
  return expected === null
    ? []
    : [warning(`${asWritten}: {${left.variable}} is ${left.values.kind}, expected ${expected}`)];
}

/** Null where an operator fits; else what would. */
function fitting(
  values: ConditionValues,
  variable: string,
  operator: string,
  isList: boolean,
): string | null {
  const isOrdering = operator in mirrored;
  const isEquality = operator === "equal" || operator === "notequal";
  const isSetOf = operator === "anyof" || operator === "noneof";
  switch (values.kind) {
    case "one choice":
      if (isOrdering)
        return isCounted(values) ? null : "= or anyof: its values are words, which have no order";
      if ((isEquality && !isList) || (isSetOf && isList)) return null;
      return isNegative(operator) ? "!= or noneof with a list" : "= or anyof with a list";
    case "several choices":
      if (isEquality) return isList ? null : operator === "equal" ? "contains" : "notcontains";
      return isOrdering ? "contains, anyof or allof" : null;
    case "an order":
      return `one place of it, such as {${variable}[0]} for the first`;
    case "yes or no":
      return isEquality && !isList ? null : "= true or = false";
    case "a number":
    case "a date":
    case "a time":
      return isOrdering || (isEquality && !isList) || (isSetOf && isList)
        ? null
        : "=, <, <=, >, >= or anyof with a list";
    case "a text":
      if (operator === "allof" || (isSetOf && !isList) || (isEquality && isList))
        return "=, contains or anyof with a list";
      return isOrdering ? "= or contains: texts have no order (a number has inputType number)" : null;
    case "rows":
      return "one of its rows";
  }
}

function isNegative(operator: string): boolean {
  return operator === "notequal" || operator === "notcontains" || operator === "noneof";
}

/** `(a = 'b')` without the brackets that the library adds. */
function unwrapped(text: string): string {
  return text.replace(/^\((.*)\)$/, "$1").replace(" == ", " = ");
}

function literalsOf(operand: Operand): readonly Literal[] {
  if (operand instanceof ArrayOperand) return operand.values.flatMap((value) => literalsOf(value));
  if (!(operand instanceof Const) || operand instanceof Variable) return [];
  const value: unknown = operand.correctValue;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [value] : [];
}

/** Answers to the survey in which this value stands at a variable such as question.row or question[0]. */
function answersWith(variable: string, value: unknown): Record<string, unknown> {
  const [whole = "", row] = variable.split(".");
  const [name = "", place] = whole.split("[");
  if (row !== undefined) return { [name]: { [row]: value } };
  return { [name]: place === undefined ? value : Object.assign([], { [Number.parseInt(place, 10)]: value }) };
}
