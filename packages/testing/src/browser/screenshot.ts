import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { repositoryRoot } from "../repository-root.ts";

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
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  return path;
}
