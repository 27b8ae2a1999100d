import type { StudyProblem } from "@refract/core";
import type { OpenedStudy } from "../session/open-study.ts";
import { createSimulatedPerson } from "../simulation/simulated-person.ts";
import { planSimulation } from "../simulation/simulation-plan.ts";
import { compileSurvey } from "../survey/compile-survey.ts";
import { surveyConfigSchema } from "../survey/survey-stage.ts";
import { walkSession } from "./walk-session.ts";
import { walkSurvey } from "./walk-survey.ts";

/** People who fill each survey in with answers of their own, and people who go the whole way. */
const fillers = [1, 2, 3, 4];
const walkers = [1, 2];

/**
 * Walks simulated people through a study that has nothing wrong with it on paper: every page and branch of its surveys, and
 * the whole way through its stages. Says what nobody can reach or complete, and why. The same study gives the same problems.
 */
export function walkStudy(opened: OpenedStudy): readonly StudyProblem[] {
  const plan = planSimulation(opened, "study check");
  const people = fillers.map((ordinal) => createSimulatedPerson(plan, ordinal));
  const seen = new Set<string>();
  const ofSurveys = opened.study.stages.flatMap((stage): readonly StudyProblem[] => {
    const config = surveyConfigSchema.safeParse(stage);
    if (!config.success || seen.has(config.data.survey)) return [];
    seen.add(config.data.survey);
    const { survey, scalesStartAt } = config.data;
    const compiled = compileSurvey(opened.files[survey] ?? "", {
      file: survey,
      languages: opened.study.languages,
      ...(scalesStartAt === undefined ? {} : { scalesStartAt }),
    });
    return walkSurvey(compiled, people);
  });
  // A survey that stops people is told once, at its question.
  if (ofSurveys.some(({ severity }) => severity === "error")) return ofSurveys;
  const halts = walkers.flatMap((ordinal) => {
    const { halt } = walkSession(opened, plan, ordinal);
    return halt === null ? [] : [halt];
  });
  const [halt] = halts;
  if (halt === undefined) return ofSurveys;
  const index = opened.study.stages.findIndex((stage) => stage.id === halt.stageId);
  return [
    ...ofSurveys,
    {
      ...opened.placeOf(["stages", index]),
      field: `stages[${index}]`,
      message: `a simulated person can't complete the stage "${halt.stageId}": ${halt.message}`,
      severity: "error",
    },
  ];
}
