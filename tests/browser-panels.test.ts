import { loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  type Page,
  ParticipantClient,
  startTestServer,
  type TestBrowser,
  type TestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageWords } from "./browser/page-words.ts";
import { panelStudies, panelStudyFiles } from "./browser/panel-studies.ts";

const word = pageWords("en");

await describeWith(chromium, "recruiting panels in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  beforeAll(async () => {
    const [first, ...others] = panelStudies;
    if (first === undefined) throw new Error("no presets");
    browser = await openBrowser(executable);
    running = await startTestServer({
      study: panelStudyFiles(first, first.id),
      pages: await loadStaticPages((await buildWeb()).folder),
    });
    for (const study of others) await running.server.addStudy(panelStudyFiles(study, study.id));
    for (const study of panelStudies)
      await running.server.addStudy(panelStudyFiles(study, `${study.id}-full`, "participants: 1"));
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  const press = (page: Page, key: string) =>
    page.getByRole("button", { name: word(key), exact: true }).click();
  const arrive = async (page: Page, study: string, query: string) => {
    await page.goto(`${running.server.baseUrl}/s/${study}${query === "" ? "" : `?${query}`}`);
    await press(page, "landing.enter");
  };
  const agree = async (page: Page) => {
    await page.getByRole("checkbox").check();
    await press(page, "consent.agree");
    await press(page, "code.continue");
  };
  const decline = async (page: Page) => {
    await press(page, "consent.decline");
    await press(page, "consent.declineConfirm");
  };
  const answer = (age: string, check: string) => async (page: Page) => {
    await agree(page);
    await page.getByText(age, { exact: true }).click();
    await page.getByText(check, { exact: true }).click();
    await press(page, "survey.submit");
  };
  const walks: readonly (readonly [ending: string, code: string, heading: string, walk: typeof decline])[] = [
    ["completed", "DONE1", "ending.heading", answer("old", "blue")],
    ["declined", "NOPE2", "ending.declined", decline],
    ["screened out", "OUT3", "ending.screenedOut", answer("young", "blue")],
    ["failed check", "CHECK5", "ending.failedCheck", answer("old", "red")],
  ];
  const leave = async (page: Page) => {
    let left = "";
    await page.route(
      (url) => !url.href.startsWith(running.server.baseUrl),
      async (route) => {
        left = route.request().url();
        await route.fulfill({ body: "the panel", contentType: "text/plain" });
      },
    );
    await page.getByRole("link", { name: word("ending.return"), exact: true }).click();
    await page.getByText("the panel").waitFor();
    await page.unrouteAll();
    return left;
  };

  describe.each(panelStudies)(
    "$id: every ending leads where it should, one person after the other in one browser",
    (study) => {
      test("completed, declined, screened out, failed check and full", async () => {
        const { page, errors } = await browser.openPage({ viewport: { width: 390, height: 800 } });
        const check = async (code: string, id: string, isPaid: boolean) => {
          await page.getByText(word(isPaid ? "ending.paid" : "ending.unpaid"), { exact: true }).waitFor();
          await expectNoAxeViolations(page);
          await expectSpokenOnce(page);
          const expected = study.expected(code, id);
          if ("address" in expected) expect(await leave(page)).toBe(expected.address);
          else {
            expect(await page.locator(".code").textContent()).toBe(expected.code);
            await page.getByText(word("ending.giveCode"), { exact: true }).waitFor();
          }
        };
        for (const [ending, code, heading, walk] of walks) {
          const id = `id${code}`;
          await arrive(page, study.id, study.query(id));
          await walk(page);
          await page.getByRole("heading", { level: 1, name: word(heading) }).waitFor();
          await check(code, id, ending === "completed");
        }
        const first = new ParticipantClient(running.server.baseUrl, `${study.id}-full`);
        await first.arrive(Object.fromEntries(new URLSearchParams(study.query("first"))));
        await first.does("consent", { type: "consent.given", statements: { consent: true } });
        const query = study.query("idFULL4");
        await page.goto(`${running.server.baseUrl}/s/${study.id}-full${query === "" ? "" : `?${query}`}`);
        await page.getByText(word("landing.closed"), { exact: true }).waitFor();
        await check("FULL4", "idFULL4", false);
        expect(errors).toEqual([]);
      });
    },
  );

  test("the start page has the complete link of every preset, to copy, and the test link", async () => {
    const { page } = await browser.openPage();
    await page.goto(running.server.entryUrl);
    const { baseUrl } = running.server;
    for (const link of [
      `${baseUrl}/s/prolific?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}`,
      `${baseUrl}/s/sona?survey_code=%SURVEY_CODE%`,
      `${baseUrl}/s/connect`,
      `${baseUrl}/s/mturk`,
      `${baseUrl}/s/prolific?test`,
    ]) {
      const row = page.locator(".link-row").filter({ has: page.getByText(link, { exact: true }) });
      const what = link.endsWith("?test") ? "the test link" : "the participant link";
      await row.getByRole("button", { name: `Copy ${what}`, exact: true }).waitFor();
    }
  });

  test("whoever is not looked for is told when the page with the question is left, not after all of them", async () => {
    await running.server.addStudy({
      "study.yaml": `refract: 1
id: paged
title: Paged
entry: {panel: {use: prolific, codes: {completed: DONE1, declined: NOPE2, screenedOut: OUT3}}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: you
    type: survey
    survey: you.json
    endings: [{as: screened-out, when: [{field: drives, oneOf: ["no"]}]}]
  - {id: end, type: end}
`,
      "you.json": JSON.stringify({
        pages: ["town", "drives", "car"].map((name) => ({
          name,
          elements: [{ type: "radiogroup", name, title: `About ${name}?`, choices: ["yes", "no"] }],
        })),
      }),
    });
    const { page, errors } = await browser.openPage();
    await arrive(page, "paged", "PROLIFIC_PID=a");
    await agree(page);
    // Nothing is decided on the first page.
    await page.getByText("no", { exact: true }).click();
    await press(page, "common.continue");
    await page.getByText("About drives?").waitFor();
    await page.getByText("no", { exact: true }).click();
    await press(page, "common.continue");
    await page.getByRole("heading", { level: 1, name: word("ending.screenedOut") }).waitFor();
    expect(await leave(page)).toContain("OUT3");
    await arrive(page, "paged", "PROLIFIC_PID=b");
    await agree(page);
    for (const next of ["drives", "car"]) {
      await page.getByText("yes", { exact: true }).click();
      await press(page, "common.continue");
      await page.getByText(`About ${next}?`).waitFor();
    }
    expect(errors).toEqual([]);
  });

  test("a placeholder that the panel left in the link is said, and nobody is let in", async () => {
    const { page } = await browser.openPage();
    await page.goto(
      `${running.server.baseUrl}/s/prolific?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}`,
    );
    await page
      .getByText(word("landing.panelUnfilled").replace("{{name}}", "PROLIFIC_PID"), { exact: true })
      .waitFor();
    expect(await page.getByRole("button", { name: word("landing.enter") }).count()).toBe(0);
  });

  test("a browser without cookies is told so before anybody enters", async () => {
    const { page } = await browser.openPage();
    await page.addInitScript(
      'Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} });',
    );
    const before = (await running.store.totals("mturk")).people;
    await page.goto(`${running.server.baseUrl}/s/mturk`);
    await page.getByText(word("landing.cookies"), { exact: true }).waitFor();
    await expectNoAxeViolations(page);
    expect(await page.getByRole("button", { name: word("landing.enter") }).count()).toBe(0);
    expect((await running.store.totals("mturk")).people).toBe(before);
  });

  test("a browser that drops the session's cookie all the same is told so, and does not go round in circles", async () => {
    const { page } = await browser.openPage();
    await page.route("**/api/p/enter", async (route) => {
      const response = await route.fetch();
      const { "set-cookie": _, ...headers } = response.headers();
      // The fetch above keeps the cookie where the page would not.
      await page.context().clearCookies();
      await route.fulfill({ response, headers });
    });
    await arrive(page, "mturk", "");
    await page.getByText(word("landing.cookies"), { exact: true }).waitFor();
  });

  test("where event streams are held back, another window's step still comes through", async () => {
    const { page } = await browser.openPage();
    await page.route("**/api/p/stream?**", () => {}); // a proxy that waits for the end of what never ends
    await arrive(page, "prolific", "PROLIFIC_PID=poller&STUDY_ID=s1&SESSION_ID=u1");
    await page.getByRole("heading", { level: 1, name: word("consent.heading") }).waitFor();
    const cookies = new Map(
      (await page.context().cookies(`${running.server.baseUrl}/api/p/session`)).map(({ name, value }) => [
        name,
        value,
      ]),
    );
    const window = new ParticipantClient(running.server.baseUrl, "prolific", cookies);
    await window.does("consent", { type: "consent.declined" });
    await page.getByRole("heading", { level: 1, name: word("ending.declined") }).waitFor();
    expect(await page.locator(".reconnecting p").isVisible()).toBe(false);
  });

  test("going on elsewhere with the code tells the page that stayed open", async () => {
    const { page } = await browser.openPage();
    await arrive(page, "prolific", "PROLIFIC_PID=mover&STUDY_ID=s1&SESSION_ID=u1");
    await page.getByRole("checkbox").check();
    await press(page, "consent.agree");
    const code = (await page.locator(".code").textContent()) ?? "";
    await press(page, "code.continue");
    const elsewhere = new ParticipantClient(running.server.baseUrl, "prolific");
    expect((await elsewhere.request("/api/p/recover", { studyId: "prolific", code })).status).toBe(200);
    await page.getByText(word("refusal.no-session"), { exact: true }).waitFor();
  });

  test("a test link says that nothing counts", async () => {
    const { page } = await browser.openPage();
    await page.goto(`${running.server.baseUrl}/s/prolific?test`);
    await page.getByText(word("frame.test"), { exact: true }).waitFor();
    await press(page, "landing.enter");
    // The link has done its work; the first page says the same words.
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await page.getByText(word("frame.test"), { exact: true }).waitFor();
  });
});
