import { ConditionRunner, ConditionsParser } from "survey-core";

const commentSuffix = "-Comment";

/**
 * What is wrong with a condition, or null. Functions are refused: they could read the clock or call anything that was
 * registered. Only questions of the survey may be named, a member after a dot or in brackets included.
 */
export function expressionProblem(expression: string, names: ReadonlySet<string>): string | null {
  const parser = new ConditionsParser();
  const operand = parser.parseExpression(expression);
  if (!operand) {
    const at = parser.error?.at ?? 0;
    return `invalid value "${expression}", expected a condition such as {question} = 'value' (character ${at + 1})`;
  }
  if (operand.hasFunction()) return `invalid value "${expression}", expected a condition without functions`;
  const variables: string[] = [];
  operand.setVariables(variables);
  for (const variable of variables) {
    if (!names.has(baseName(variable)))
      return `unknown question {${variable}}, expected the name of a question of this survey`;
  }
  return null;
}

/** Names of the questions that a condition looks at. */
export function namedQuestions(expression: string): readonly string[] {
  const variables: string[] = [];
  new ConditionsParser().parseExpression(expression)?.setVariables(variables);
  return [...new Set(variables.map(baseName))];
}

function baseName(variable: string): string {
  return (variable.split(/[.[]/)[0] ?? "").replace(commentSuffix, "");
}

/** Whether every condition holds for these answers, evaluated as the browser's form does. */
export function allHold(
  expressions: readonly string[],
  answers: { readonly [name: string]: unknown },
): boolean {
  return expressions.every((expression) => holds(expression, answers));
}

function holds(expression: string, answers: { readonly [name: string]: unknown }): boolean {
  const runner = new ConditionRunner(expression);
  return Boolean(runner.runValues({ ...answers }));
}
