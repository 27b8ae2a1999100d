import { RefractError } from "@refract/core";
import type { Environment, ProviderDefinition } from "./provider.ts";

/** The first set of variables that is complete, or null. Empty variables count as unset. */
export function completeKeys(
  keys: ProviderDefinition["keys"],
  env: Environment,
): { readonly variables: readonly string[]; readonly values: readonly string[] } | null {
  for (const alternative of keys) {
    const variables = typeof alternative === "string" ? [alternative] : alternative;
    const values = variables.map((name) => env[name]?.trim() ?? "");
    if (values.every((value) => value !== "")) return { variables, values };
  }
  return null;
}

/** The key of a provider with single variables. Throws RefractError `missing-key` naming every variable that would do. */
export function requireKey(provider: string, keys: ProviderDefinition["keys"], env: Environment): string {
  const found = completeKeys(keys, env);
  const first = found?.values[0];
  if (first === undefined) throw missingKey(provider, keys);
  return first;
}

export function missingKey(provider: string, keys: ProviderDefinition["keys"]): RefractError {
  return new RefractError(
    "missing-key",
    `${provider}: no key, expected the environment variable ${describeKeys(keys)}`,
  );
}

/** `A`, or `A or (B and C)`. */
export function describeKeys(keys: ProviderDefinition["keys"]): string {
  return keys.map((entry) => (typeof entry === "string" ? entry : `(${entry.join(" and ")})`)).join(" or ");
}
