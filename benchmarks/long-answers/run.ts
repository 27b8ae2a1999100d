/**
 * How long a phone is held up while four long answers come and are rated: the longest time between two timers of the page,
 * on a processor slowed down by the browser, beside the same page at rest in the same run.
 *
 * run.ts [times slower: 4] [characters an answer: 20000]. At the server's pace 20,000 characters take two minutes.
 */
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
const gapsOf = async (): Promise<string> => {
  const gaps = (await page.evaluate<number[]>("window.gaps.splice(0)")).sort((a, b) => a - b);
  const at = (share: number) => Math.round(gaps[Math.floor(share * (gaps.length - 1))] ?? 0);
  const over = gaps.filter((gap) => gap >= 100).length;
  return `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms, ${over} of 100 ms or more (${gaps.length} timers)`;
};
await gapsOf();
await page.waitForTimeout(3000);
console.log(`processor ${rate} times slower, four answers of ${characters} characters`);
console.log(`at rest:            ${await gapsOf()}`);
await page.getByRole("textbox").fill("Is it so?");
await page.keyboard.press("Enter");
await page.locator(".answer .reading").nth(3).waitFor();
await gapsOf();
await page.waitForTimeout(8000);
console.log(`answers come (8 s): ${await gapsOf()}`);
await page.getByRole("slider").first().waitFor({ timeout: 300_000 });
console.log(`until all is there: ${await gapsOf()}`);
await page.waitForTimeout(1000);
console.log(`to rating:          ${await gapsOf()}`);
for (const slot of [0, 1, 2, 3]) await page.getByRole("slider").nth(slot).press("ArrowUp");
await page.getByRole("slider").first().press("PageUp");
await gapsOf();
await page.getByRole("button", { name: "Continue with the best", exact: true }).click();
await page.getByRole("textbox").waitFor({ timeout: 60_000 });
await page.waitForTimeout(500);
console.log(`the best goes on:   ${await gapsOf()}`);
