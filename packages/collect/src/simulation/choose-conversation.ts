import { ownValue } from "@refract/core";
import type { Random } from "@refract/stats";
import type { ConversationCommand, ConversationStageView } from "../conversation/conversation-view.ts";
import { composePrompt } from "./compose-text.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { drawLevel } from "./weighted-draw.ts";

/** Begins the next conversation, or leaves where that is allowed and this person has had enough. */
export function chooseConversation(
  { habits }: SimulatedPerson,
  view: ConversationStageView,
  language: string,
  random: Random,
): ConversationCommand {
  const isPlanned = view.types.some((type) => type.planned !== null);
  const wanted = isPlanned ? Math.max(1, view.planned + habits.beyondPlan) : habits.ofOwnAccord;
  const open = view.types.filter((type) => type.open);
  if (view.mayStop && (view.done >= wanted || open.length === 0)) return { type: "stage.ended" };
  const planned = open.filter((type) => type.planned === null || type.done < type.planned);
  const candidates = planned.length === 0 || habits.ignoresPlan ? open : planned;
  const weights = candidates.map((type) => [type.id, ownValue(habits.typeWeights, type.id) ?? 1]);
  const conversationType = drawLevel(random.stream("type"), Object.fromEntries(weights));
  return {
    type: "conversation.begun",
    conversationType,
    prompt: composePrompt(
      language,
      conversationType,
      random.stream("prompt"),
      view.settings.maximumPromptCharacters,
    ),
  };
}

/** How many turns this conversation is to have: the minimum and a geometric number more. */
export function wantedTurns(
  { habits }: SimulatedPerson,
  limits: { readonly minimumTurns: number; readonly maximumTurns: number },
  random: Random,
): number {
  const goesOn = habits.meanExtraTurns / (1 + habits.meanExtraTurns);
  let turns = limits.minimumTurns;
  while (turns < limits.maximumTurns && random.chance(goesOn)) turns += 1;
  return turns;
}
