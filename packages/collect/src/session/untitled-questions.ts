import type { StudyProblem } from "@refract/core";
import { stageConfig } from "../stage.ts";
import { compileSurvey } from "../survey/compile-survey.ts";
import { placedElements } from "../survey/survey-checks.ts";
import { surveyConfigSchema } from "../survey/survey-stage.ts";
import type { OpenedStudy } from "./open-study.ts";

/** Questions without a title: the page shows the name of the field, which is a word for the dataset. One warning a survey. */
export function untitledQuestions({ study, files }: OpenedStudy): StudyProblem[] {
  return study.stages.flatMap((stage): StudyProblem[] => {
    if (stage.type !== "survey") return [];
    const file = stageConfig(surveyConfigSchema, stage).survey;
    const text = files[file] ?? "";
    const { definition, locate } = compileSurvey(text, { file, languages: study.languages });
    if (definition === null) return [];
    const untitled = placedElements(definition).filter(
      ({ element }) => element.type !== "panel" && element.type !== "html" && element.title === undefined,
    );
    const [first] = untitled;
    if (first === undefined) return [];
    const names = untitled.map(({ element }) => ("name" in element ? element.name : ""));
    return [
      {
        file,
        ...locate(first.path),
        field: "",
        message: `${names.length === 1 ? "a question has" : `${names.length} questions have`} no title, so that people read the name of the field: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`,
        severity: "warning",
      },
    ];
  });
}
