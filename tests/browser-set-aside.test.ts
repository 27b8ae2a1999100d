import { loadStaticPages } from "@refract/server";
import type { Store } from "@refract/store";
import {
  chromium,
  createSqliteDatabase,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  ParticipantClient,
  startTestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { expect, test } from "vitest";
import { pageWords } from "./browser/page-words.ts";

const word = pageWords("en");
const study = (id: string) => ({
  "study.yaml": `refract: 1
id: ${id}
title: Tea
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: c, text: I agree}]}
  - {id: end, type: end}
`,
});

/** As a later Refract finds the study that knows one of its stages no more. */
function withoutEnd(store: Store): Store {
  return new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (key === "studyVersion")
        return async (studyId: string, version?: number) => {
          const found = await target.studyVersion(studyId, version);
          const text = study("tea")["study.yaml"].replace("type: end", "type: none");
          return found === null || studyId !== "tea" ? found : { ...found, bundle: { "study.yaml": text } };
        };
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

await describeWith(chromium, "a study that is set aside, in a browser", (executable) => {
  test("whoever is in it finds the way to their receipt and withdraws; others are told why they wait", async () => {
    await using database = await createSqliteDatabase();
    const before = await startTestServer({ study: study("tea"), database });
    const person = new ParticipantClient(before.server.baseUrl, "tea");
    await person.enter();
    await person.does("consent", { type: "consent.given", statements: { c: true } });
    await before[Symbol.asyncDispose]();
    await using browser = await openBrowser(executable);
    const pages = await loadStaticPages((await buildWeb()).folder);
    await using after = await startTestServer({
      study: study("other"),
      database,
      pages,
      wrapStore: withoutEnd,
    });
    const { page } = await browser.openPage({ locale: "en" });
    const address = `${after.server.baseUrl}/s/tea`;
    await page.goto(address);
    await page.getByText(word("refusal.study-set-aside")).waitFor();
    expect(await page.getByRole("link").count()).toBe(0);
    await page
      .context()
      .addCookies(
        [...person.cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/api/p" })),
      );
    await page.getByRole("button", { name: word("problem.again") }).click();
    await page.getByRole("link", { name: word("frame.receipt") }).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole("link", { name: word("frame.receipt") }).click();
    await page.getByText(word("receipt.code"), { exact: true }).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: word("receipt.withdraw"), exact: true }).click();
    await page.getByRole("button", { name: word("receipt.withdrawConfirm") }).click();
    await page.getByRole("heading", { name: word("ending.withdrawn") }).waitFor();
    expect((await person.again(after.server.baseUrl).request("/api/p/receipt?study=tea")).status).toBe(403);
  }, 900_000);
});
