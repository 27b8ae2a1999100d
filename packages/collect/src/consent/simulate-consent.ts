import { createRandom, deriveSeed } from "@refract/stats";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import { decidingMs, readingMs } from "../simulation/think-time.ts";
import type { TimedCommand } from "../stage/stage-life.ts";
import type { ConsentCommand, ConsentView } from "./consent-view.ts";

/** Everybody simulated agrees to what is required, and nearly everybody to the rest. */
export function answerConsent(
  { seed, pace }: SimulatedPerson,
  view: ConsentView,
): TimedCommand<ConsentCommand> {
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
