import type { CommandEnvelope } from "@refract/collect/browser";

type Command = CommandEnvelope["command"];

/**
 * One command that says what `earlier` and `later` say together, or null where both must be sent. Only for commands
 * that save a state of which the newest counts; `earlier` must not have been sent yet.
 */
export function mergeCommands(earlier: Command, later: Command): Command | null {
  // A page is left with the answers of that moment.
  if (earlier.type === "survey.saved" && later.type === "survey.saved")
    return earlier.left === undefined
      ? { ...later, answers: { ...earlier.answers, ...later.answers } }
      : null;
  if (earlier.type === "slot.rated" && later.type === "slot.rated")
    return earlier.slotId === later.slotId ? later : null;
  if (earlier.type === "attributes.rated" && later.type === "attributes.rated")
    return earlier.block === later.block && earlier.statement === later.statement ? later : null;
  if (earlier.type === "feedback.saved" && later.type === "feedback.saved") return later;
  return null;
}
