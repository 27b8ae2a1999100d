import { nextMarkStart } from "./reasoning-marks.ts";
import { ReasoningSeparator } from "./reasoning-separator.ts";

/**
 * A whole reply without the reasoning in it, by the marks that answers are separated by when they arrive: for replies that were kept raw. What
 * began and never ended is left out too, since it is not known whether the reply was cut off.
 */
export function withoutReasoning(reply: string): string {
  if (nextMarkStart(reply, 0) === -1 && !reply.trimStart().startsWith("analysis")) return reply;
  const separator = new ReasoningSeparator("separate");
  const first = separator.push(reply);
  const rest = separator.end(true);
  return rest.voidsEarlier ? rest.text : first.text + rest.text;
}
