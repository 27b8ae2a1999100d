import { isDemoModel, type ModelEntry, ownValue } from "@refract/core";
import {
  createMemoryLedger,
  createModelService,
  demoPool,
  loadPrices,
  type ModelService,
} from "@refract/models";

/** A model service in which scripted demo voices answer for every model that is not one already. */
export interface StandIns {
  readonly models: ModelService;
  /** Which voice stands in for which model of the pool, by model id; for the dataset's card. */
  readonly voices: Readonly<Record<string, string>>;
}

/** Demo voices alone, which answer at once, cost nothing and take no time of anybody's clock. */
export function scriptedVoices(): ModelService {
  return createModelService({
    env: {},
    prices: loadPrices(),
    ledger: createMemoryLedger(),
    demoPace: 0,
    now: () => 0,
  });
}

/**
 * Simulated people need no paid answers. Each model of a pool gets a voice by its place there, so the same pool always gets
 * the same voices, and the dataset says that it was these voices that answered.
 */
export function standInVoices(models: ModelService, pool: readonly ModelEntry[]): StandIns {
  const voices = voicesStandingIn(pool);
  const voiceOf = (entry: ModelEntry): ModelEntry => {
    const use = ownValue(voices, entry.id);
    return use === undefined ? entry : { id: entry.id, use };
  };
  return {
    voices,
    models: {
      ask: (entry, request, options) => models.ask(voiceOf(entry), request, options),
      check: (entry) => models.check(voiceOf(entry)),
      accounts: () => models.accounts(),
    },
  };
}

/** The voice for every model of the pool that is not scripted itself, by model id. */
export function voicesStandingIn(pool: readonly ModelEntry[]): Readonly<Record<string, string>> {
  const needed = pool.filter((entry) => !isDemoModel(entry));
  return Object.fromEntries(
    demoPool(needed.length).map((voice, index) => [needed[index]?.id ?? "", voice.use]),
  );
}
