import type { SessionView } from "@refract/collect";
import type { Random } from "@refract/stats";
import type { Locator, Page, TestBrowser } from "@refract/testing";
import { pageWords } from "../browser/page-words.ts";

const word = pageWords("en");
/** An action that finds its page gone is looked at again after this. */
const actionMs = 4000;

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

export interface Opened {
  readonly page: Page;
  readonly view: SessionView | null;
  readonly by: "cookie" | "code";
}

/** Somebody who takes part in a browser, comes back in another one when it dies, and notes what was acknowledged. */
export class BrowserPerson {
  readonly acknowledged: { readonly id: string; readonly type: string }[] = [];
  /** The newest view that an answer to a command brought. */
  last: SessionView | null = null;
  completed = false;
  readonly #address: string;
  readonly #random: Random;
  #cookies: Cookies = [];
  #code: string | null = null;
  #messages = 0;

  constructor(address: string, random: Random) {
    this.#address = address;
    this.#random = random;
  }

  /**
   * Opens the study: the first time as a newcomer, then with the cookie, or with the code once it was shown.
   *
   * @returns the page, the view it began with (null for a newcomer), and what opened it
   */
  async open(browser: TestBrowser, by: "cookie" | "code"): Promise<Opened> {
    const { page } = await browser.openPage({
      viewport: { width: 1000, height: 800 },
      reducedMotion: "reduce",
    });
    page.setDefaultTimeout(actionMs);
    page.on("response", (response) => {
      if (!response.url().includes("/api/p/command") || response.status() !== 200) return;
      const { id, command } = response.request().postDataJSON();
      this.acknowledged.push({ id, type: command.type });
      response.json().then(
        ({ view }: { view: SessionView }) => {
          if (view.seq >= (this.last?.seq ?? 0)) this.last = view;
        },
        () => {}, // The browser died with the answer in its hands; acknowledged it was.
      );
    });
    if (this.#cookies.length === 0) {
      await page.goto(this.#address, { timeout: 60_000 });
      await this.#button(page, "landing.enter").click({ timeout: 60_000 });
      await page.getByRole("heading", { name: word("consent.heading") }).waitFor({ timeout: 60_000 });
      this.#cookies = await page.context().cookies();
      return { page, view: null, by: "cookie" };
    }
    if (by === "cookie" || this.#code === null) {
      await page.context().addCookies(this.#cookies);
      const [response] = await Promise.all([
        page.waitForResponse((answer) => answer.url().includes("/api/p/session"), { timeout: 60_000 }),
        page.goto(this.#address, { timeout: 60_000 }),
      ]);
      return { page, view: await response.json(), by: "cookie" };
    }
    await page.goto(this.#address, { timeout: 60_000 });
    await page.getByText(word("landing.haveCode")).click({ timeout: 60_000 });
    await page.getByRole("textbox", { name: word("landing.code") }).fill(this.#code);
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.url().includes("/api/p/recover"), { timeout: 60_000 }),
      this.#button(page, "landing.recover").click(),
    ]);
    if (response.status() !== 200) throw new Error(`the code was refused: ${await response.text()}`);
    // The code signs every other browser out: from now on this one's cookie leads back.
    this.#cookies = await page.context().cookies();
    return { page, view: await response.json(), by: "code" };
  }

  /** Does what the page asks for until the end is reached; throws when the browser is gone. */
  async takePart(page: Page): Promise<void> {
    const isGone = () => page.isClosed() || page.context().browser()?.isConnected() !== true;
    while (!this.completed) {
      // An action may find that the page has moved on meanwhile; then the page is looked at anew.
      await this.#act(page).catch((error: unknown) => {
        if (isGone()) throw error;
      });
    }
  }

  async #act(page: Page): Promise<void> {
    const button = (key: string) => this.#button(page, key);
    const sliders = page.getByRole("main").getByRole("slider");
    const shown = await whatIsShown(page);
    const has = (key: string) => shown.includes(word(key));
    if (has("ending.heading")) {
      this.completed = true;
      return;
    }
    if (has("tie.back")) return page.getByRole("dialog").getByRole("button").first().click();
    if (has("consent.agree")) {
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      return button("consent.agree").click();
    }
    if (has("code.continue")) {
      this.#code = await page.locator(".code").textContent();
      return button("code.continue").click();
    }
    if (has("rate.continueBest")) {
      await this.#rate(await sliders.all());
      await button("rate.continueBest").click();
      return this.#movedOn(page, shown);
    }
    if (has("feedback.submit")) {
      await page.getByRole("textbox").fill(this.#text("feedback"));
      await button("feedback.submit").click();
      return this.#movedOn(page, shown);
    }
    if (has("talk.finish") && this.#random.integer(2) === 0) {
      await button("talk.finish").click();
      await button("talk.finishConfirm").click();
      return this.#movedOn(page, shown);
    }
    if (has("write.send")) {
      await page.getByRole("textbox").fill(this.#text("message"));
      await page.keyboard.press("Enter");
      return this.#movedOn(page, shown);
    }
    if (has("survey.submit") || has("common.continue")) {
      for (const group of await page.getByRole("radiogroup").all())
        await group.getByRole("radio").nth(this.#random.integer(2)).check();
      for (const box of await page.getByRole("main").getByRole("textbox").all())
        await box.fill(this.#text("I"));
      await this.#rate(await sliders.all());
      await button(has("survey.submit") ? "survey.submit" : "common.continue").click();
      return this.#movedOn(page, shown);
    }
    // Answers are on their way, or a page is being fetched.
    await page.waitForTimeout(30);
  }

  async #rate(sliders: readonly Locator[]): Promise<void> {
    for (const slider of sliders) {
      await slider.press("ArrowUp");
      for (let step = this.#random.integer(3); step > 0; step -= 1) await slider.press("PageUp");
    }
  }

  /** Until the page shows something else; not for ever, since a page may ask for the same again. */
  async #movedOn(page: Page, before: readonly string[]): Promise<void> {
    for (let look = 0; look < 40; look += 1) {
      const now = await whatIsShown(page);
      if (now.join() !== before.join()) return;
      await page.waitForTimeout(25);
    }
  }

  #text(what: string): string {
    this.#messages += 1;
    return `${what} ${this.#messages} of ${this.#random.integer(1_000_000)}`;
  }

  #button(page: Page, key: string): Locator {
    return page.getByRole("button", { name: word(key), exact: true });
  }
}

/** The page's heading and its buttons. */
async function whatIsShown(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll("h1, main button, dialog[open] button")].map((one) => one.textContent.trim())`,
  );
}
