export { expectNoAxeViolations, findAxeViolations } from "./browser/accessibility.ts";
export { chromium, findChromium } from "./browser/chromium.ts";
export { openBrowser, type TestBrowser, type TestPage } from "./browser/open-browser.ts";
export { takeScreenshot } from "./browser/screenshot.ts";
export { canInstallDebianPackages, installDebianPackages } from "./debian-package.ts";
export { repositoryRoot } from "./repository-root.ts";
export {
  defineRequirement,
  describeWith,
  type Found,
  isStrict,
  missingMessage,
  type Requirement,
} from "./requirement.ts";
export { sharedData } from "./shared-data.ts";
