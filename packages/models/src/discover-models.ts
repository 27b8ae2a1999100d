import type { DiscoveredModel, ProviderContext, ProviderDefinition } from "./provider.ts";
import { completeKeys, describeKeys } from "./provider-key.ts";

/** A provider as `refract models` lists it. Holds names of variables, never what they hold. */
export interface DiscoveredProvider {
  readonly id: string;
  readonly title: string;
  readonly example: string;
  /** The variables of which one is needed, in words; null when none is. */
  readonly keyVariables: string | null;
  /** Whether a complete key is in the environment, or none is needed. */
  readonly hasKey: boolean;
}

export interface Discovery {
  /** Models that can be named right now: demo voices and local models. */
  readonly models: readonly DiscoveredModel[];
  readonly providers: readonly DiscoveredProvider[];
}

/** Asks every provider what it has; looks at this machine only, vendors are never called. */
export async function discoverModels(
  providers: readonly ProviderDefinition[],
  context: ProviderContext,
): Promise<Discovery> {
  const found = await Promise.all(
    providers.map(async (provider) => (await provider.discover?.(context)) ?? []),
  );
  return {
    models: found.flat(),
    providers: providers.map(({ id, title, example, keys }) => ({
      id,
      title,
      example,
      keyVariables: keys.length === 0 ? null : describeKeys(keys),
      hasKey: keys.length === 0 || completeKeys(keys, context.env) !== null,
    })),
  };
}
