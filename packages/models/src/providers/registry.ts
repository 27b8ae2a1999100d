import type { ProviderDefinition } from "../provider.ts";
import { compatibleProviders } from "./compatible-vendors.ts";
import { demoProvider } from "./demo.ts";
import { httpProvider } from "./http-server.ts";
import { ollamaProvider } from "./ollama.ts";
import { sdkProviders } from "./sdk-vendors.ts";

/** Every provider this package brings. */
export const builtInProviders: readonly ProviderDefinition[] = [
  demoProvider,
  ollamaProvider,
  httpProvider,
  ...compatibleProviders,
  ...sdkProviders,
];
