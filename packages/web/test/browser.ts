import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where Debian and others put Chromium; `CHROMIUM` names another. */
const places = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
export const chromiumPath: string | null = places.find((path) => path !== "" && existsSync(path)) ?? null;

export function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error("no Chromium is installed: apt-get install chromium");
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, thrown errors and breaches of the content security policy, in order. */
  readonly problems: string[];
}

/** A new page that writes down everything that goes wrong on it. */
export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text()))
      problems.push(message.text());
  });
  return { page, problems };
}

let axeSource: Promise<string> | null = null;

/** What axe finds on the page as it is: `rule: first target`. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  axeSource ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const source = await axeSource;
  // Through the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(source);
  const found: unknown =
    await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then((result) =>
    result.violations.flatMap((violation) => violation.nodes.map((node) =>
      violation.id + ": " + node.target.join(" ") + " (" + (node.failureSummary || "").split("\\n").slice(1, 2).join(" ").trim() + ")")))`);
  return Array.isArray(found) ? found.map(String) : [];
}
