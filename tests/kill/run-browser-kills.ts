import type { SessionView } from "@refract/collect";
import { loadStaticPages } from "@refract/server";
import { createRandom, deriveSeed } from "@refract/stats";
import { openBrowser, type Page, StubModelServer, startTestServer } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { BrowserPerson } from "./browser-person.ts";
import { browserStudy } from "./browser-study.ts";
import { inspectStore } from "./kill-study.ts";

export interface BrowserKillReport {
  readonly kills: number;
  /** How often somebody came back in a new browser, with the cookie or with the code. */
  readonly returns: { readonly cookie: number; readonly code: number };
  readonly acknowledged: number;
  /** Acknowledged commands that are not in the log, or are there twice. */
  readonly lost: readonly string[];
  /** Returns that did not begin where the last acknowledged command had led to, or further on. */
  readonly displaced: readonly string[];
  /** Stored text that another model signed than the one it is stored under. */
  readonly foreign: readonly string[];
  /** Events of a person whose numbers have a gap. */
  readonly gaps: readonly string[];
  /** Whether everybody got to the end in spite of all. */
  readonly completed: boolean;
}

/**
 * People take part in a browser that is killed at seeded random moments. They go on in a new one with nothing but the
 * session's cookie, or with nothing but their code. What the server had acknowledged to any of the browsers must be in
 * the log, once, and each new page must show it.
 */
export async function runBrowserKills(
  executable: string,
  options: { readonly kills: number; readonly seed: string },
): Promise<BrowserKillReport> {
  const { seed } = options;
  const random = createRandom(seed);
  await using stub = await StubModelServer.start({
    decide: () => ({ kind: "answer", words: 20, wordMs: 8 }),
  });
  await using running = await startTestServer({
    study: browserStudy(stub),
    pages: await loadStaticPages((await buildWeb()).folder),
  });
  const address = `${running.server.baseUrl}/s/kill`;
  const persons: BrowserPerson[] = [];
  const nextPerson = () => {
    const person = new BrowserPerson(address, createRandom(deriveSeed(seed, persons.length)));
    persons.push(person);
    return person;
  };
  let person = nextPerson();
  const returns = { cookie: 0, code: 0 };
  const displaced: string[] = [];
  for (let kills = 0; ; kills += 1) {
    const browser = await openBrowser(executable);
    if (person.completed) person = nextPerson();
    const before = person.last;
    const { page, view, by } = await person.open(browser, kills % 2 === 0 ? "cookie" : "code");
    if (view !== null) returns[by] += 1;
    if (before !== null) {
      const problem = await displacement(page, before, view);
      if (problem !== null) displaced.push(`after ${kills} kills, by ${by}: ${problem}`);
    }
    const way = person.takePart(page);
    if (kills === options.kills) {
      await way;
      await browser[Symbol.asyncDispose]();
      break;
    }
    const gone = way.catch((error: unknown) => {
      if (browser.browser.isConnected()) throw error;
    });
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, random.integer(2500)))]);
    await browser.kill();
    await gone;
  }
  const { carried, foreign, gaps, everybodyCompleted } = await inspectStore(running.store);
  const acknowledged = persons.flatMap((each) => each.acknowledged);
  return {
    kills: options.kills,
    returns,
    acknowledged: acknowledged.length,
    lost: acknowledged
      .filter(({ id }) => carried.get(id) !== 1)
      .map(({ id, type }) => `${type} ${id}: ${carried.get(id) ?? 0} times`),
    displaced,
    foreign,
    gaps,
    completed: everybodyCompleted,
  };
}

/** What is wrong with where a page begins, given the last view that was acknowledged; null where nothing is. */
async function displacement(
  page: Page,
  before: SessionView,
  now: SessionView | null,
): Promise<string | null> {
  if (now === null) return "began as a newcomer";
  if (now.seq < before.seq) return `event ${now.seq}, expected at least ${before.seq}`;
  if (now.stageIndex < before.stageIndex) return `stage ${now.stageIndex}, expected ${before.stageIndex}`;
  const [was, is] = [before, now].map(({ stage }) =>
    stage?.type === "conversation" ? stage.conversation : null,
  );
  if (was == null || is == null || was.id !== is.id) return null;
  const prompts = [
    ...was.history.map((turn) => turn.prompt),
    ...(was.turn === null ? [] : [was.turn.prompt]),
  ];
  for (const prompt of prompts) {
    const isShown = await page
      .getByText(prompt)
      .first()
      .waitFor({ timeout: 30_000 })
      .then(
        () => true,
        () => false,
      );
    if (!isShown) return `"${prompt}" is not on the page`;
  }
  return null;
}
