import { writeFileSync } from "node:fs";

/**
 * A Vitest reporter that writes what the closing lines of `npm test` need: counts, and every skipped test with its
 * reason. (Vitest's own JSON report leaves out why a test was skipped.)
 */
export default class PlainReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: 0, skipped: [], failures: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) count(summary, test);
      // a file that cannot be loaded, or whose hooks fail, has errors and perhaps no test that failed
      for (const error of module.errors()) fail(summary, `${module.relativeModuleId}: ${firstLine(error)}`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) fail(summary, `${suite.fullName}: ${firstLine(error)}`);
      }
    }
    for (const error of unhandledErrors) fail(summary, `outside a test: ${firstLine(error)}`);
    writeFileSync(process.env.REFRACT_TEST_SUMMARY, JSON.stringify(summary));
  }
}

function count(summary, test) {
  const { state, note } = test.result();
  const name = `${test.module.relativeModuleId} > ${test.fullName}`;
  if (state === "passed") summary.passed += 1;
  else if (state === "failed") fail(summary, name);
  else if (state === "skipped") summary.skipped.push({ name, reason: note ?? "marked to be skipped" });
  else fail(summary, `${name}: did not finish`);
}

function fail(summary, name) {
  summary.failed += 1;
  summary.failures.push(name);
}

function firstLine(error) {
  return String(error.message ?? error).split("\n")[0];
}
