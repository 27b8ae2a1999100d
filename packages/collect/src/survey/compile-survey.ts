import {
  describeIssue,
  expectedFields,
  fieldName,
  type Locate,
  readLocatedYaml,
  type StudyProblem,
  valueByShape,
} from "@refract/core";
import type * as z from "zod";
import { checkSurvey } from "./survey-checks.ts";
import { isSelect, type SurveyDefinition, type SurveyQuestion } from "./survey-definition.ts";
import {
  elementTypes,
  type QuestionElement,
  type SurveyChoice,
  type SurveyElement,
  type SurveyJson,
  surveySchema,
} from "./survey-schema.ts";

const maximumCharacters = 5_000_000;

export interface CompiledSurvey {
  /** Null when there is an error among the problems, unless the survey is stored and can still be run. */
  readonly definition: SurveyDefinition | null;
  readonly problems: readonly StudyProblem[];
  /** Line and column of a field of the file. */
  readonly locate: Locate;
}

export interface CompileOptions {
  readonly file: string;
  /** Of the study; the first is the default. English alone without it. */
  readonly languages?: readonly string[];
  /** Replaces `startAt` of every scales question. */
  readonly scalesStartAt?: "none" | number;
  /** A survey that was accepted before, perhaps by an earlier version of this program: only its shape has to fit. */
  readonly stored?: boolean;
}

/**
 * Reads a SurveyJS definition (JSON; YAML is accepted too) and checks it against the closed part of SurveyJS that
 * studies may use. Never throws on bad content: every problem comes back with line and column. A text that is missing
 * in one of the study's `languages` is a warning.
 */
export function compileSurvey(text: string, options: CompileOptions): CompiledSurvey {
  const { file, languages = ["en"], scalesStartAt, stored = false } = options;
  const read = readLocatedYaml(text, maximumCharacters);
  if (read.faults.length > 0) {
    const problems = read.faults.map((fault) => ({ file, field: "", severity: "error" as const, ...fault }));
    return { definition: null, problems, locate: read.locate };
  }
  const at = (
    path: readonly PropertyKey[],
    message: string,
    severity: StudyProblem["severity"] = "error",
  ) => ({
    file,
    ...read.locate(path),
    field: fieldName(path),
    message,
    severity,
  });
  const parsed = surveySchema.safeParse(read.value, { reportInput: true, error: expectedFields });
  const shape = parsed.success ? parsed.data : stored ? valueByShape(surveySchema, read.value) : null;
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({
        ...at(issue.path, describe(issue)),
        ...(issue.code === "unrecognized_keys"
          ? read.locateKey([...issue.path, ...issue.keys.slice(0, 1)])
          : {}),
      }));
  if (shape === null) return { definition: null, problems: faults, locate: read.locate };
  const json = deepFreeze(scalesStartAt === undefined ? shape : withScalesStartingAt(shape, scalesStartAt));
  const definition = definitionOf(json, file, languages);
  if (faults.length > 0) return { definition, problems: faults, locate: read.locate };
  const problems = checkSurvey(definition).map(({ path, message, severity, untranslated }) => ({
    ...at(path, message, severity),
    ...(untranslated === undefined ? {} : { untranslated }),
  }));
  const failed = !stored && problems.some((problem) => problem.severity === "error");
  return { definition: failed ? null : definition, problems, locate: read.locate };
}

function withScalesStartingAt(json: SurveyJson, startAt: "none" | number): SurveyJson {
  const started = <Element extends SurveyElement>(element: Element): Element =>
    element.type === "scales" ? { ...element, startAt } : element;
  return {
    ...json,
    pages: json.pages.map((page) => ({
      ...page,
      elements: page.elements.map((element) =>
        element.type === "panel" ? { ...element, elements: element.elements.map(started) } : started(element),
      ),
    })),
  };
}

function definitionOf(json: SurveyJson, file: string, languages: readonly string[]): SurveyDefinition {
  const elements = json.pages.flatMap((page) =>
    page.elements.flatMap((element) => (element.type === "panel" ? element.elements : [element])),
  );
  const ownChoices = new Map<string, readonly SurveyChoice[]>(
    elements.flatMap((element) =>
      element.type !== "html" && isSelect(element) && element.choices !== undefined
        ? [[element.name, element.choices] as const]
        : [],
    ),
  );
  const questions = json.pages.flatMap((page, pageIndex) =>
    page.elements.flatMap((element) =>
      questionsIn(element, pageIndex, ifPresent(page.visibleIf), [], ownChoices),
    ),
  );
  return Object.freeze({
    file,
    languages: Object.freeze([...languages]),
    json,
    questions: Object.freeze(questions),
    byName: new Map(questions.map((question) => [question.name, question])),
  });
}

function questionsIn(
  element: SurveyElement,
  page: number,
  visibleIf: readonly string[],
  enableIf: readonly string[],
  ownChoices: ReadonlyMap<string, readonly SurveyChoice[]>,
): SurveyQuestion[] {
  const visible = [...visibleIf, ...ifPresent(element.visibleIf)];
  if (element.type === "html") return [];
  const enabled = [...enableIf, ...ifPresent(element.enableIf)];
  if (element.type === "panel") {
    return element.elements.flatMap((child) => questionsIn(child, page, visible, enabled, ownChoices));
  }
  const choices = choicesOf(element, ownChoices);
  return [{ name: element.name, page, element, choices, visibleIf: visible, enableIf: enabled }];
}

function choicesOf(
  element: QuestionElement,
  ownChoices: ReadonlyMap<string, readonly SurveyChoice[]>,
): readonly SurveyChoice[] {
  if (element.type === "matrix") return element.columns;
  if (element.type === "ranking") return element.choices;
  if (!isSelect(element)) return [];
  return element.choices ?? ownChoices.get(element.choicesFromQuestion ?? "") ?? [];
}

function ifPresent(expression: string | undefined): readonly string[] {
  return expression === undefined ? [] : [expression];
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union") return describeIssue(issue);
  const input: unknown = issue.input;
  if (issue.path.at(-1) !== "type" && !("discriminator" in issue && issue.discriminator === "type")) {
    return `invalid value ${shown(input)}, ${issue.message}`;
  }
  const type =
    typeof input === "object" && input !== null
      ? Object.getOwnPropertyDescriptor(input, "type")?.value
      : input;
  return `unknown question type ${shown(type)}, expected one of ${elementTypes.join(", ")}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
