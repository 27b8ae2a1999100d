import { RefractError } from "@refract/core";
import type { ModelClient } from "../chat.ts";
import type { ProviderContext, ProviderDefinition } from "../provider.ts";

/**
 * The provider of a reference and what it is to open. Throws RefractError `invalid-input` that lists the known
 * providers.
 */
export function providerOf(
  reference: string,
  providers: readonly ProviderDefinition[],
): { readonly provider: ProviderDefinition; readonly model: string } {
  const colon = reference.indexOf(":");
  const byAddress = /^https?:\/\//.test(reference);
  const id = byAddress ? "http" : reference.slice(0, Math.max(colon, 0));
  const model = byAddress ? reference : reference.slice(colon + 1);
  const provider = providers.find((one) => one.id === id);
  if (colon > 0 && model !== "" && provider !== undefined && (byAddress || id !== "http")) {
    return { provider, model };
  }
  const known = providers.map((one) => one.id).filter((one) => one !== "http");
  throw new RefractError(
    "invalid-input",
    colon > 0 && model !== ""
      ? `${reference}: unknown provider "${id}", expected one of ${known.join(", ")}, or an address as http://host/v1#model`
      : `invalid model "${reference}", expected provider:model (providers: ${known.join(", ")}) or http://host/v1#model`,
  );
}

/** Opens a model without calling it. Throws RefractError `invalid-input` or `missing-key`. */
export async function openModel(
  reference: string,
  providers: readonly ProviderDefinition[],
  context: ProviderContext,
): Promise<ModelClient> {
  const { provider, model } = providerOf(reference, providers);
  return provider.open(model, context);
}
