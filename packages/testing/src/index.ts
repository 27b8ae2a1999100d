export type { Locator, Page } from "playwright-core";
export { expectNoAxeViolations, findAxeViolations } from "./browser/accessibility.ts";
export { type AccessibleNode, accessibleNodes } from "./browser/accessible-nodes.ts";
export { expectAdaptedPagesFit } from "./browser/adapted-pages.ts";
export { chromium, findChromium } from "./browser/chromium.ts";
export { expectLongWordsFit } from "./browser/long-words.ts";
export { openBrowser, type TestBrowser, type TestPage } from "./browser/open-browser.ts";
export { takeScreenshot } from "./browser/screenshot.ts";
export { expectSpokenOnce } from "./browser/spoken-once.ts";
export { describeInstrumentContract, type PresentedItem } from "./contracts/instrument-contract.ts";
export { describeProviderContract } from "./contracts/provider-contract.ts";
export { describeStageContract, type StageExample } from "./contracts/stage-contract.ts";
export { findPostgresPrograms } from "./databases/postgres-programs.ts";
export { type PostgresServer, postgres } from "./databases/postgres-server.ts";
export {
  createPostgresDatabase,
  createSqliteDatabase,
  describeOnEachDatabase,
  queryPostgres,
  type TestDatabase,
} from "./databases/test-database.ts";
export { canInstallDebianPackages, installDebianPackages } from "./debian-package.ts";
export {
  applyFrame,
  ParticipantClient,
  type StreamMessage,
} from "./participant-client/participant-client.ts";
export { type ResearcherBrowser, signInResearcher } from "./participant-client/researcher-browser.ts";
export { startTestServer, type TestServer } from "./participant-client/test-server.ts";
export { repositoryRoot } from "./repository-root.ts";
export {
  defineRequirement,
  describeWith,
  type Found,
  isStrict,
  missingMessage,
  type Requirement,
} from "./requirement.ts";
export { sharedCases, sharedData } from "./shared-data.ts";
export { type StubFileBehaviour, StubHub, type StubHubOptions } from "./stub-hub/stub-hub.ts";
export { signatureOf, signaturesIn, signedText } from "./stub-model-server/signature.ts";
export type { StubBehaviour } from "./stub-model-server/stub-behaviour.ts";
export {
  StubModelServer,
  type StubModelServerOptions,
  startStubOllama,
} from "./stub-model-server/stub-model-server.ts";
export type { StubRequest } from "./stub-model-server/stub-request.ts";
