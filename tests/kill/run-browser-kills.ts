import { loadStaticPages } from "@refract/server";
import { createRandom } from "@refract/stats";
import {
  openBrowser,
  type Page,
  StubModelServer,
  signatureOf,
  signaturesIn,
  startTestServer,
  type TestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { takePart } from "./browser-person.ts";

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

const models = ["alpha", "beta", "gamma", "delta", "epsilon"];

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
    study: { "study.yaml": studyFile(stub) },
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
      return { kills, acknowledged: acknowledged.length, ...(await compare(running, acknowledged)) };
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

async function compare(
  running: TestServer,
  acknowledged: readonly string[],
): Promise<Pick<BrowserKillReport, "lost" | "foreign" | "completed">> {
  const carried = new Map<string, number>();
  const foreign: string[] = [];
  let completed = true;
  for await (const { participant, utterances } of running.store.records("kill", { simulated: "include" })) {
    completed &&= participant.status === "completed";
    for (const { commandId } of await running.store.events(participant.id)) {
      if (commandId !== null) carried.set(commandId, (carried.get(commandId) ?? 0) + 1);
    }
    for (const { text, modelId } of utterances) {
      const signatures = signaturesIn(text ?? "");
      if (text !== null && (signatures.length !== 1 || signatures[0] !== signatureOf(modelId)))
        foreign.push(`${modelId}: ${text}`);
    }
  }
  return { lost: acknowledged.filter((id) => carried.get(id) !== 1), foreign, completed };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function studyFile(stub: StubModelServer): string {
  return `
refract: 1
id: kill
title: Kill
models:
${models.map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 2}]
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 1500
    feedback: {prompt: Why?}
  - {id: end, type: end}
`;
}
