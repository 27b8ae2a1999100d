import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { repositoryRoot } from "../repository-root.ts";

/** What is far from the window is laid out and painted only when people come near; a picture shows all of it. */
const everythingDrawn = "* { content-visibility: visible !important; }";

/**
 * Takes a picture of the whole page into the ignored folder `test-results/screenshots/`.
 *
 * @param page what to take
 * @param name the file's name without ending, for example `survey-arabic-360`
 * @returns the file's absolute path
 */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const folder = join(repositoryRoot(), "test-results", "screenshots");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  // A sheet of the page itself: the policy of the pages forbids the styles that the browser's driver would put in.
  await page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("${everythingDrawn}");
    document.adoptedStyleSheets.push(sheet);
  })()`);
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  await page.evaluate("void document.adoptedStyleSheets.pop()");
  return path;
}
