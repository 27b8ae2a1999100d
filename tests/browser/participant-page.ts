import type { Locator, Page } from "@refract/testing";
import { type PageLanguage, pageWords } from "./page-words.ts";

/** `keyboard` puts the focus on what it uses; `tab` comes there by Tab from wherever the page has left it. */
export type By = "mouse" | "keyboard" | "tab";

/** Presses of Tab after which something can't be reached. */
const mostTabs = 200;

/** Looks at every new state of the page: accessibility, pictures. */
export type Look = (state: string) => Promise<void>;

/** Walks the real pages as a person does; without a mouse nothing is ever clicked. */
export class ParticipantPage {
  readonly page: Page;
  readonly #word: (key: string) => string;
  readonly #by: By;
  readonly #look: Look;

  constructor(
    page: Page,
    options: { readonly language: PageLanguage; readonly by: By; readonly look?: Look },
  ) {
    this.page = page;
    this.#word = pageWords(options.language);
    this.#by = options.by;
    this.#look = options.look ?? (() => Promise.resolve());
  }

  async enter(address: string): Promise<void> {
    await this.page.goto(address);
    await this.#heading();
    await this.#look("landing");
    await this.#press(this.#button("landing.enter"));
  }

  async consent(): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: this.#word("consent.heading") }).waitFor();
    await this.#look("consent");
    for (const box of await this.page.getByRole("checkbox").all()) await this.#press(box);
    await this.#press(this.#button("consent.agree"));
    await this.#button("code.continue").waitFor();
    await this.#look("receipt-code");
    await this.#press(this.#button("code.continue"));
  }

  /** Answers every question of every page: the first choice, a mark on each line, words where words are asked. */
  async survey(): Promise<void> {
    for (let part = 1; ; part += 1) {
      const progress = this.page.getByText(this.#filled("survey.page")).first();
      await progress.waitFor();
      const before = await this.page.getByRole("heading", { level: 1 }).textContent();
      await this.#answerPage();
      await this.#look(`survey-${part}`);
      const handIn = this.#button("survey.submit");
      const isLast = (await handIn.count()) > 0;
      await this.#press(isLast ? handIn : this.#button("common.continue"));
      if (isLast) return;
      await this.page
        .getByRole("heading", { level: 1 })
        .filter({ hasNotText: before ?? "" })
        .waitFor();
    }
  }

  async practice(): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: this.#word("practice.heading") }).waitFor();
    await this.#rateAll([5, -3, 1, 0]);
    await this.#look("practice");
    await this.#press(this.#button("rate.continueBest"));
    await this.#press(this.#button("practice.finish"));
  }

  /** One conversation of the kind that stands at `place`, with `turns` turns. `tie` makes the first two equally good. */
  async conversation(place: number, turns: number, tie = false): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: this.#word("choose.heading") }).waitFor();
    await this.#look("choose-type");
    await this.#press(this.page.getByRole("main").getByRole("button").nth(place));
    for (let turn = 0; turn < turns; turn += 1) {
      await this.#write(`What do you think about fairness in families, part ${turn + 1}?`);
      await this.page.getByRole("slider").first().waitFor({ timeout: 60_000 });
      await this.#look(turn === 0 ? "opening-unrated" : "later-turn");
      await this.#rateAll(tie && turn === 0 ? [2, 2, -1, 0] : [1, 3, -1, 0]);
      await this.#press(this.#button("rate.continueBest"));
      if (tie && turn === 0) {
        const dialog = this.page.getByRole("dialog");
        await dialog.waitFor();
        await this.#look("tie");
        await this.#press(dialog.getByRole("button").first());
      }
      await this.page.getByRole("textbox").waitFor();
    }
    await this.#look("may-finish");
    await this.#press(this.#button("talk.finish"));
    await this.#look("finish");
    await this.#press(this.#button("talk.finishConfirm"));
    await this.#questions();
  }

  /** Leaves the conversations although some are left. */
  async stop(): Promise<void> {
    await this.#press(this.#button("choose.stop"));
    await this.#press(this.#button("choose.stopConfirm"));
  }

  async end(): Promise<string> {
    await this.page.getByRole("heading", { level: 1, name: this.#word("ending.heading") }).waitFor();
    await this.#look("end");
    return (await this.page.getByRole("main").textContent()) ?? "";
  }

  async #questions(): Promise<void> {
    for (let step = 0; step < 6; step += 1) {
      await this.page
        .getByRole("heading", {
          level: 1,
          name: new RegExp(`${this.#word("questions.heading")}|${this.#word("feedback.heading")}`),
        })
        .waitFor();
      const feedback = this.#button("feedback.submit");
      if ((await feedback.count()) > 0) break;
      // "Question 1 of 2" tells one block from the next; other words of the page change while it is filled in.
      const part = (await this.page.getByText(this.#filled("questions.part")).first().textContent()) ?? "";
      const [first] = await this.page.getByRole("checkbox").all();
      await this.#rateAll([1, 2, 3, 0, -1, -2, -3]);
      if (first !== undefined) await this.#press(first);
      await this.#look(`questions-${step}`);
      await this.#press(this.#button("common.continue"));
      await this.page.getByText(part, { exact: true }).waitFor({ state: "detached" });
    }
    await this.page
      .getByRole("textbox")
      .fill("The first answer was balanced and kind. I would have liked an example.");
    await this.#look("feedback");
    await this.#press(this.#button("feedback.submit"));
  }

  async #write(text: string): Promise<void> {
    const box = this.page.getByRole("textbox");
    await box.waitFor();
    if (this.#by === "tab") await this.#reach(box);
    else await box.focus();
    await this.page.keyboard.insertText(text);
    if (this.#by !== "mouse") await this.page.keyboard.press("Enter");
    else await this.#button("write.send").click();
  }

  async #answerPage(): Promise<void> {
    const main = this.page.getByRole("main");
    await this.#rateAll([3, -2, 1, 0, 2, -1, 4, -3, 1]);
    for (const group of await main.getByRole("group").all()) {
      const radio = group.getByRole("radio").first();
      if ((await radio.count()) > 0) await this.#press(radio);
      const box = group.getByRole("checkbox").first();
      if ((await box.count()) > 0) await this.#press(box);
    }
    for (const select of await main.getByRole("combobox").all()) {
      if (this.#by === "tab") for (const _ of [1, 2]) await this.#key(select, "ArrowDown");
      else await select.selectOption({ index: 2 });
    }
    for (const box of await main.getByRole("textbox").all()) {
      if ((await box.inputValue()) !== "" || !(await box.isEditable())) continue;
      const words = "Honesty first, then kindness. I try to listen before I judge.";
      if (this.#by === "tab") {
        await this.#reach(box);
        await this.page.keyboard.insertText(words);
      } else await box.fill(words);
    }
  }

  /** Sets every line: from the middle so many steps of ten. By mouse it is a click on the line. */
  async #rateAll(tens: readonly number[]): Promise<void> {
    const sliders = await this.page.getByRole("main").getByRole("slider").all();
    for (const [index, slider] of sliders.entries()) {
      const steps = tens[index % tens.length] ?? 0;
      if (this.#by === "mouse") {
        const box = await slider.boundingBox();
        if (box === null) throw new Error("a scale has no place on the page");
        await slider.click({
          position: { x: Math.round(box.width * (0.5 + steps / 12)), y: box.height / 2 },
        });
        continue;
      }
      await this.#key(slider, steps >= 0 ? "ArrowUp" : "ArrowDown");
      for (let step = 0; step < Math.abs(steps); step += 1)
        await this.#key(slider, steps >= 0 ? "PageUp" : "PageDown");
    }
  }

  async #press(target: Locator): Promise<void> {
    if (this.#by === "mouse") return target.click();
    const isChoice = await target.evaluate((element) => element.tagName === "INPUT");
    await this.#key(target, isChoice ? "Space" : "Enter");
  }

  async #key(target: Locator, key: string): Promise<void> {
    // Focus and key in one go: nothing of the page comes between them.
    if (this.#by !== "tab") return target.press(key);
    await this.#reach(target);
    await this.page.keyboard.press(key);
  }

  async #reach(target: Locator): Promise<void> {
    for (let tabs = 0; tabs <= mostTabs; tabs += 1) {
      if (await target.evaluate((element) => element.matches(":focus"))) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${mostTabs} presses of Tab do not come to ${target}`);
  }

  /** The page's words with anything in the places that are filled in. */
  #filled(key: string): RegExp {
    const parts = this.#word(key).split(/\{\{\w+\}\}/);
    return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\S+"));
  }

  #button(key: string): Locator {
    return this.page.getByRole("button", { name: this.#word(key), exact: true });
  }

  async #heading(): Promise<void> {
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }
}
