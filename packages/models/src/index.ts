export type {
  AccountState,
  Answer,
  AskEvent,
  AskOptions,
  Attempt,
  AttemptText,
  CompleteOptions,
  Ledger,
  ModelCheck,
  ModelService,
} from "./ask.ts";
export type {
  AttemptFailure,
  ChatEvent,
  ChatMessage,
  ChatRequest,
  Completion,
  ContentPart,
  FailureKind,
  ModelClient,
  Reasoning,
  Reply,
  TextLogprobs,
  TokenLogprob,
  TokenUsage,
} from "./chat.ts";
export { failureKinds, uncountedTokens } from "./chat.ts";
export { demoNotice, demoPool } from "./demo/demo-reference.ts";
export type { DiscoveredProvider, Discovery } from "./discover-models.ts";
export { createEmbedder, type EmbedderOptions, type LocalEmbedder } from "./embeddings/create-embedder.ts";
export type { Embedder } from "./embeddings/embedder.ts";
export { createMemoryLedger, type LedgerTotals, type MemoryLedger } from "./memory-ledger.ts";
export { ModelFailedError } from "./model-failed-error.ts";
export { ModelFailure, modelFailure } from "./model-failure.ts";
export { type NamedModels, parseModels, resolveModel, resolvePool } from "./models-file.ts";
export { useOutgoingProxies } from "./outgoing-connections.ts";
export { loadPrices, parsePrices } from "./prices/parse-prices.ts";
export {
  createPriceTable,
  describeUnpriced,
  type Price,
  type PriceRule,
  type PriceTable,
  unpricedModels,
} from "./prices/price-table.ts";
export {
  type DiscoveredModel,
  defineProvider,
  type Environment,
  type ProviderContext,
  type ProviderDefinition,
} from "./provider.ts";
export { builtInProviders } from "./providers/registry.ts";
export type { AccountSettings } from "./service/account-settings.ts";
export type { AccountSharing, GovernedLimiter } from "./service/account-sharing.ts";
export {
  createModelService,
  type LocalModelService,
  type ModelLogger,
  type ModelServiceOptions,
} from "./service/model-service.ts";
export { readKeptCompletion } from "./service/reply-reader.ts";
export { realSleep, type Sleep } from "./sleep.ts";
