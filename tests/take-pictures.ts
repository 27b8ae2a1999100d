// Takes the pictures of the readme anew, from the demo study on a real server: node tests/take-pictures.ts
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findChromium, openBrowser, type Page, repositoryRoot } from "@refract/testing";
import { ParticipantPage } from "./browser/participant-page.ts";
import { startStartPageServer } from "./browser/start-page-server.ts";

const executable = findChromium();
if (executable === undefined) throw new Error("no Chromium found; set REFRACT_CHROMIUM to its path");
const folder = join(repositoryRoot(), "docs", "images");
await mkdir(folder, { recursive: true });
await using server = await startStartPageServer();
await using browser = await openBrowser(executable);
const { baseUrl, entryUrl } = server.running().server;

const researcher = await browser.openPage({
  viewport: { width: 1280, height: 1120 },
  reducedMotion: "reduce",
});
await researcher.page.goto(entryUrl);
await researcher.page.getByRole("button", { name: "Simulate 20 people" }).click();
await researcher.page.getByText("Done. The numbers above include them.").waitFor({ timeout: 300_000 });
await researcher.page.getByRole("row", { name: "Completed 20" }).waitFor();
await researcher.page.getByRole("heading", { level: 2 }).click();
await researcher.page.screenshot({ path: join(folder, "start-page.png"), animations: "disabled" });

// Which voices answer is drawn for each person; the picture is of the first four whose answers fit one.
const mostPixels = 1800;
const tries = 8;
for (let attempt = 1; attempt <= tries; attempt += 1) {
  const { page } = await browser.openPage({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  await toAnswers(page);
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  if (height > mostPixels && attempt < tries) {
    await page.context().close();
    continue;
  }
  for (const [index, share] of [0.8, 0.25, 0.55].entries()) {
    const line = page.getByRole("slider").nth(index);
    const width = (await line.boundingBox())?.width ?? 0;
    await line.click({ position: { x: Math.round(width * share), y: 10 } });
  }
  await page.getByRole("heading", { level: 1 }).click();
  await page.screenshot({ path: join(folder, "conversation.png"), fullPage: true, animations: "disabled" });
  break;
}

async function toAnswers(page: Page): Promise<void> {
  const person = new ParticipantPage(page, { language: "en", by: "mouse" });
  await person.enter(`${baseUrl}/s/prism`);
  await person.consent();
  await person.survey();
  await person.practice();
  await page.getByRole("main").getByRole("button").first().click();
  await page.getByRole("textbox").fill("Is loyalty a virtue, or does it only make us blind?");
  await page.keyboard.press("Enter");
  await page.getByRole("slider").first().waitFor({ timeout: 120_000 });
}
