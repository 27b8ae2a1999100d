import type { ModelClient } from "./chat.ts";
import type { WireEndpoint } from "./openai-wire/wire-endpoint.ts";
import type { Sleep } from "./sleep.ts";

/** Variables of the environment; the only place keys come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a provider may use of the world. */
export interface ProviderContext {
  readonly env: Environment;
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: Sleep;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Factor on the pauses of demo models: 1 is the pace of each voice, 0 is all at once. */
  readonly demoPace: number;
}

/** A model that can be named right now. */
export interface DiscoveredModel {
  readonly reference: string;
  readonly title: string;
  /** Scripted text, not a language model. */
  readonly demo: boolean;
  /** Runs on the machine or network of this program. */
  readonly local: boolean;
}

/** One provider of models: a literal definition, listed in `providers/registry.ts`. */
export interface ProviderDefinition {
  /** What stands before the colon of a reference. */
  readonly id: string;
  readonly title: string;
  /** A reference that shows the form; need not exist. */
  readonly example: string;
  /** Environment variables of which at least one (or, for a list in the list, all of one) must be set. */
  readonly keys: readonly (string | readonly string[])[];
  /** Other variables it reads, for the documentation. */
  readonly settings: readonly string[];
  /** Calls at a time per account: at the start, and at most. */
  readonly concurrency: { readonly initial: number; readonly maximum: number };
  /**
   * Opens a model without calling it. `model` is what follows the colon (for `http` the whole reference).
   * Throws RefractError `missing-key`, naming the variable, or `invalid-input`.
   */
  open(model: string, context: ProviderContext): Promise<ModelClient>;
  /** Where its embedding models are served; throws as `open` does. Absent where they don't speak the OpenAI wire. */
  endpoint?(model: string, context: ProviderContext): WireEndpoint;
  /** Models that can be named without looking anything up. Never throws; nothing found is an empty list. */
  discover?(context: ProviderContext): Promise<readonly DiscoveredModel[]>;
}

/** Defines a provider; the result is frozen. */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return Object.freeze(definition);
}
