/**
 * How long a phone is held up while four long answers come and are rated: the longest time between two timers of the page,
 * on a processor slowed down by the browser, beside the same page at rest in the same run.
 *
 * run.ts [times slower: 4] [characters an answer: 20000]. At the server's pace 20,000 characters take two minutes.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { chromium, openBrowser } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { startMockServer, usualOptions } from "../../packages/web/test/mock-server.ts";
import { longAnswer } from "../../packages/web/test/wide-answers.ts";

const rate = Number(process.argv[2] ?? 4);
const characters = Number(process.argv[3] ?? 20_000);
const found = await chromium.find();
if (found.state !== "found") throw new Error(`no Chromium: ${found.reason}`);
const { folder } = await buildWeb();
await using server = await startMockServer(folder);
// The server's own pace: 180 characters a second, a frame every 40 ms.
server.options = {
  ...usualOptions,
  begin: "conversations",
  pace: { characters: 7, everyMs: 40 },
  answers: [0, 1, 2, 3].map((place) => `${place}. ${longAnswer}`.slice(0, characters)),
};
await using browser = await openBrowser(found.thing);
const { page } = await browser.openPage({ viewport: { width: 390, height: 800 } });
await page.goto(`${server.url}/s/fake?lang=en`);
await page.getByRole("button", { name: "Go to the study", exact: true }).click();
await page.getByText("Something that matters to you", { exact: true }).click();
await page.getByRole("textbox").waitFor();
const devtools = await page.context().newCDPSession(page);
await devtools.send("Emulation.setCPUThrottlingRate", { rate });
await page.evaluate(`(() => {
  let last = performance.now();
  window.gaps = [];
  setInterval(() => { const now = performance.now(); window.gaps.push(now - last); last = now; }, 5);
})()`);
interface Gaps {
  readonly timers: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly of100MsOrMore: number;
}
const takeGaps = async (): Promise<Gaps> => {
  const gaps = (await page.evaluate<number[]>("window.gaps.splice(0)")).sort((a, b) => a - b);
  const at = (share: number) => Math.round(gaps[Math.floor(share * (gaps.length - 1))] ?? 0);
  return {
    timers: gaps.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
    of100MsOrMore: gaps.filter((gap) => gap >= 100).length,
  };
};
/** Milliseconds of one and the same reckoning on the slowed page, the middle of nine: how fast the machine was in this run. */
const takeReference = async (): Promise<number> => {
  const times = await page.evaluate<number[]>(`Array.from({ length: 9 }, () => {
    const began = performance.now();
    for (let count = 0, sum = 1; count < 300000; count += 1) sum = (sum * 31 + count) % 65521;
    return performance.now() - began;
  })`);
  return Number((times.sort((a, b) => a - b)[4] ?? Number.NaN).toFixed(1));
};
const measured: Record<string, Gaps> = {};
const measure = async (phase: string): Promise<void> => {
  measured[phase] = await takeGaps();
  process.stderr.write(`${phase}: ${JSON.stringify(measured[phase])}\n`);
};
const loadOfTheMachineBefore = Number((loadavg()[0] ?? Number.NaN).toFixed(1));
const referenceMsBefore = await takeReference();
await takeGaps();
await page.waitForTimeout(3000);
await measure("at rest");
await page.getByRole("textbox").fill("Is it so?");
await page.keyboard.press("Enter");
await page.locator(".answer .reading").nth(3).waitFor();
await takeGaps();
await page.waitForTimeout(8000);
await measure("the first 8 seconds of the answers");
await page.getByRole("slider").first().waitFor({ timeout: 300_000 });
await measure("until all is there");
await page.waitForTimeout(1000);
await measure("to rating");
for (const slot of [0, 1, 2, 3]) await page.getByRole("slider").nth(slot).press("ArrowUp");
await page.getByRole("slider").first().press("PageUp");
await takeGaps();
// Looking for a button by its name costs the page more than what is measured here.
await page.evaluate("document.querySelector('.go-on .button.primary').click()");
await page.waitForTimeout(3000);
await measure("the best goes on");
await page.locator("textarea").waitFor();
await page.locator("textarea").focus();
await page.waitForTimeout(4000);
await takeGaps();
await page.keyboard.type("And is it always so?", { delay: 80 });
await measure("the next message is typed");
const referenceMsAfter = await takeReference();
const result = {
  benchmark: "long-answers",
  what: "times between two timers of 5 ms on the page of a conversation while four long answers come and are rated",
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  timesSlower: rate,
  charactersAnAnswer: characters,
  loadOfTheMachineBefore,
  referenceMsBefore,
  referenceMsAfter,
  phases: measured,
};
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
