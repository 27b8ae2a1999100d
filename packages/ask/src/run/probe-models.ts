import { isDemoModel, type ModelEntry, RefractError } from "@refract/core";
import type { RunSetup } from "../plan/run-setup.ts";
import type { SampleStore } from "../store/run-store.ts";
import { type Asker, failureOf } from "./asker.ts";

/**
 * Proves once that every model gives the log-probabilities the mode lives on; what was proved is kept with the run.
 *
 * @throws RefractError that names the model and what it did not give.
 */
export async function probeModels(setup: RunSetup, asker: Asker, store: SampleStore): Promise<void> {
  if (setup.mode !== "letter-logprobs" && setup.mode !== "likelihood") return;
  for (const model of setup.models) {
    const note = `probe ${setup.mode} ${model.use}`;
    if ((await store.note(note)) !== null) continue;
    const problem = await missing(setup.mode, asker, model);
    if (problem !== null)
      throw new RefractError(
        "invalid-input",
        `${model.id}: ${problem}, so that it can't be scored in mode ${setup.mode}; expected one of the modes ${setup.instrument.modes.filter((mode) => mode !== setup.mode).join(", ")}, or another model`,
      );
    await store.setNote(note, "proved");
  }
}

async function missing(mode: string, asker: Asker, model: ModelEntry): Promise<string | null> {
  if (isDemoModel(model)) return "a demo model has no log-probabilities";
  try {
    if (mode === "likelihood") {
      await asker.scoreText(model, "One plus one is two.", 0);
      return null;
    }
    const { result } = await asker.chat(
      model,
      {
        messages: [{ role: "user", content: "Reply with the one letter: A" }],
        parameters: { maxTokens: 1, temperature: 0 },
        topLogprobs: 20,
      },
      0,
    );
    const first = result.logprobs?.[0];
    return first === undefined || first.alternatives.length === 0
      ? "the server gives no log-probabilities of first tokens"
      : null;
  } catch (thrown) {
    const kind = failureOf(thrown)?.attempts.at(-1)?.failure;
    if (kind?.kind !== "refused" && kind?.kind !== "unknown-model") throw thrown;
    return kind.message;
  }
}
