import type { StudyProblem } from "@refract/core";
import type { CompiledSurvey } from "./compile-survey.ts";
import { placedElements } from "./survey-checks.ts";

/** Questions without a title: the page shows the name of the field, which is a word for the dataset. One warning a survey. */
export function untitledQuestions({ definition, locate }: CompiledSurvey): readonly StudyProblem[] {
  if (definition === null) return [];
  const untitled = placedElements(definition).filter(
    ({ element }) => element.type !== "panel" && element.type !== "html" && element.title === undefined,
  );
  const [first] = untitled;
  if (first === undefined) return [];
  const names = untitled.map(({ element }) => ("name" in element ? element.name : ""));
  return [
    {
      file: definition.file,
      ...locate(first.path),
      field: "",
      message: `${names.length === 1 ? "a question has" : `${names.length} questions have`} no title, so that people read the name of the field: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`,
      severity: "warning",
    },
  ];
}
