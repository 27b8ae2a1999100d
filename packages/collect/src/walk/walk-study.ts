import type { StudyProblem } from "@refract/core";
import type { OpenedStudy } from "../session/open-study.ts";
import { createSimulatedPerson } from "../simulation/simulated-person.ts";
import { planSimulation } from "../simulation/simulation-plan.ts";
import { walkSession } from "./walk-session.ts";

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
  // Two stages may read one file.
  const found = opened.stages
    .flatMap((stage) => stage.rehearse(opened.setting, people))
    .filter((problem) => !seen.has(JSON.stringify(problem)) && seen.add(JSON.stringify(problem)));
  // A survey that stops people is told once, at its question.
  if (found.some(({ severity }) => severity === "error")) return found;
  const halts = walkers.flatMap((ordinal) => {
    const { halt } = walkSession(opened, plan, ordinal);
    return halt === null ? [] : [halt];
  });
  const [halt] = halts;
  if (halt === undefined) return found;
  const index = opened.study.stages.findIndex((stage) => stage.id === halt.stageId);
  return [
    ...found,
    {
      ...opened.placeOf(["stages", index]),
      field: `stages[${index}]`,
      message: `a simulated person can't complete the stage "${halt.stageId}": ${halt.message}`,
      severity: "error",
    },
  ];
}
