import { loadStaticPages } from "@refract/server";
import { createRandom } from "@refract/stats";
import { openBrowser, type Page, StubModelServer, startTestServer } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { takePart } from "./browser-person.ts";
import { inspectStore, killStudy } from "./kill-study.ts";

export interface BrowserKillReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged commands that are not in the log, or are there twice. */
  readonly lost: readonly string[];
  /** Stored text that another model signed than the one it is stored under. */
  readonly foreign: readonly string[];
  /** Whether everybody got to the end in spite of all. */
  readonly completed: boolean;
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

/**
 * People take part in a browser that is killed at seeded random moments and opened again with nothing but the session's
 * cookie. What the server had acknowledged to any of the browsers must be in the log, once.
 */
export async function runBrowserKills(
  executable: string,
  options: { readonly kills: number; readonly seed: string },
): Promise<BrowserKillReport> {
  const random = createRandom(options.seed);
  await using stub = await StubModelServer.start({
    decide: () => ({ kind: "answer", words: 20, wordMs: 8 }),
  });
  await using running = await startTestServer({
    study: { "study.yaml": killStudy(stub, { conversations: 2, charactersPerSecond: 1500 }) },
    pages: await loadStaticPages((await buildWeb()).folder),
  });
  const address = `${running.server.baseUrl}/s/kill`;
  const acknowledged: string[] = [];
  let cookies: Cookies = [];
  let kills = 0;
  for (;;) {
    const browser = await openBrowser(executable);
    const { page } = await browser.openPage({
      viewport: { width: 900, height: 800 },
      reducedMotion: "reduce",
    });
    await page.context().addCookies(cookies);
    noteAcknowledged(page, acknowledged);
    const way = takePart(page, address).catch((error: unknown) => {
      // A page that is killed ends whatever waits for it.
      if (browser.browser.isConnected()) throw error;
      return false;
    });
    const isLast = kills >= options.kills;
    const arrived = await (isLast
      ? way
      : Promise.race([way, pause(600 + random.integer(2200)).then(() => false)]));
    cookies = await page.context().cookies();
    if (isLast) {
      await browser[Symbol.asyncDispose]();
      const { carried, foreign, everybodyCompleted } = await inspectStore(running.store);
      const lost = acknowledged.filter((id) => carried.get(id) !== 1);
      return { kills, acknowledged: acknowledged.length, lost, foreign, completed: everybodyCompleted };
    }
    await browser.kill();
    await way;
    kills += 1;
    // Whoever got to the end makes room for the next person.
    if (arrived) cookies = [];
  }
}

function noteAcknowledged(page: Page, acknowledged: string[]): void {
  page.on("response", (response) => {
    if (response.status() !== 200 || !response.url().includes("/api/p/command")) return;
    const body: unknown = response.request().postDataJSON();
    if (typeof body === "object" && body !== null && "id" in body) acknowledged.push(String(body.id));
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
