import type { OpenedStudy } from "../session/open-study.ts";
import type { CommandEnvelope, SessionView } from "../session/session-view.ts";
import type { StageCommand, StageView } from "../session/stage-views.ts";
import type { StageWalk, TimedCommand } from "../stage/stage-life.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import type { SimulationPlan } from "./simulation-plan.ts";

/** What a simulated person does next: a command for the stage they are at, and the time they take for it. */
export type SimulatedCommand = TimedCommand<CommandEnvelope["command"]> & { readonly stageId: string };

export interface SimulatedParticipant {
  /**
   * Everything this person does before the next answer of the server matters; nothing while models answer or when the
   * session is over. Depends on the plan, the person and the views alone, never on the time of day or on other people.
   * Throws RefractError `budget-reached` where the study's money is spent.
   */
  next(view: SessionView): readonly SimulatedCommand[];
}

/**
 * Somebody in front of the pages. `modelOf` says which model wrote a response: a simulated person likes models, and
 * can't tell them by their words.
 */
export function simulateParticipant(
  study: OpenedStudy,
  plan: SimulationPlan,
  person: SimulatedPerson,
  modelOf: (slotId: string) => string,
): SimulatedParticipant {
  const walks = new Map<string, StageWalk<StageView, StageCommand>>();
  return {
    next: (view) => {
      const stage = study.stages[view.stageIndex];
      if (view.status !== "active" || view.stage === null || stage === undefined) return [];
      const { id: stageId } = stage;
      const walk = walks.get(stageId) ?? stage.simulate({ ...study.setting, stageId, plan, person, modelOf });
      walks.set(stageId, walk);
      return walk(view.stage, view.language).map((timed) => ({ ...timed, stageId }));
    },
  };
}
