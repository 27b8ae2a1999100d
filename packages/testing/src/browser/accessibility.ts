import axe, { type AxeResults, type Result } from "axe-core";
import type { Page } from "playwright-core";

/**
 * Fails when axe finds anything on the page as it stands: all rules, best practices included.
 *
 * The source goes in through the debugger, which a page's content security policy does not govern, so the page
 * is tested under the policy that participants get.
 *
 * @param page a loaded page
 * @param unlessRule the id of a rule that cannot be asked of the page as it stands
 * @throws Error that names rule, elements and reason of every violation
 */
export async function expectNoAxeViolations(page: Page, unlessRule?: string): Promise<void> {
  const violations = (await findAxeViolations(page)).filter(({ id }) => id !== unlessRule);
  if (violations.length > 0) {
    throw new Error(
      `axe: ${violations.length} violations on ${page.url()}\n${violations.map(describe).join("\n")}`,
    );
  }
}

/** What axe finds on the page, worst first as axe orders it. */
export async function findAxeViolations(page: Page): Promise<readonly Result[]> {
  await page.evaluate(`${axe.source};undefined`);
  const results = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return results.violations;
}

function describe(violation: Result): string {
  const nodes = violation.nodes.map((node) => `    ${node.target.join(" ")}: ${node.failureSummary ?? ""}`);
  return `  ${violation.id} (${violation.impact ?? "no impact given"}): ${violation.help}\n${nodes.join("\n")}`;
}
