import { createRandom, deriveSeed } from "@refract/stats";
import type { ConsentCommand, ConsentView } from "../consent/consent-view.ts";
import type { CommandEnvelope, SessionView, StageView } from "../session/session-view.ts";
import type { SurveyDefinition } from "../survey/survey-definition.ts";
import { surveyCommands, type TimedCommand } from "./answer-survey.ts";
import { answerTaskItem } from "./answer-task.ts";
import { type Converser, converse } from "./converse.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import type { SimulationPlan } from "./simulation-plan.ts";
import { decidingMs, readingMs } from "./think-time.ts";

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
  plan: SimulationPlan,
  person: SimulatedPerson,
  modelOf: (slotId: string) => string,
): SimulatedParticipant {
  const converser: Converser = { plan, person, modelOf, openings: new Map() };
  return {
    next: (view) => {
      const stageId = view.stages[view.stageIndex]?.id;
      if (view.status !== "active" || view.stage === null || stageId === undefined) return [];
      return commandsAt(converser, stageId, view.stage, view.language).map((timed) => ({
        ...timed,
        stageId,
      }));
    },
  };
}

function commandsAt(
  converser: Converser,
  stageId: string,
  stage: StageView,
  language: string,
): readonly TimedCommand<CommandEnvelope["command"]>[] {
  switch (stage.type) {
    case "consent":
      return [consentCommand(converser.person, stage)];
    case "survey":
      return surveyCommands(
        converser.person,
        stageId,
        surveyAt(converser.plan, stageId),
        language,
        stage.decidesByPage,
      );
    case "conversation":
      return converse(converser, stageId, stage, language);
    case "task":
      return answerTaskItem(converser.plan, converser.person, stageId, stage, language);
    case "end":
      return [];
  }
}

function surveyAt({ surveys }: SimulationPlan, stageId: string): SurveyDefinition {
  const survey = surveys.get(stageId);
  if (survey === undefined) throw new Error(`stage ${stageId} has a survey that is not in the study's files`);
  return survey;
}

/** Everybody agrees to what is required, and nearly everybody to the rest. */
function consentCommand({ seed, pace }: SimulatedPerson, view: ConsentView): TimedCommand<ConsentCommand> {
  const random = createRandom(deriveSeed(seed, "consent"));
  const text = [view.summary ?? "", ...view.cards.map((card) => card.text)].join(" ");
  const statements = view.statements.map(({ id, required }) => [
    id,
    required || random.stream(id).chance(0.9),
  ]);
  return {
    // Few read such a text to the end.
    thinkMs: Math.round(readingMs(pace, text) / 3) + decidingMs(pace, random),
    command: { type: "consent.given", statements: Object.fromEntries(statements) },
  };
}
