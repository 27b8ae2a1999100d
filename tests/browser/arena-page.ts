import type { Locator, Page } from "@refract/testing";
import { pageWords } from "./page-words.ts";

const word = pageWords("en");

/** What is on the page of a pair arena, and the steps into it. */
export class ArenaPage {
  readonly page: Page;
  /** The two answers, whether they are still coming or not. */
  readonly answers: Locator;
  readonly box: Locator;
  readonly send: Locator;
  readonly verdicts: Locator;
  readonly reconnecting: Locator;
  readonly stop: Locator;
  /** On the end page: the models of every battle. */
  readonly revealed: Locator;

  constructor(page: Page) {
    this.page = page;
    this.answers = page.locator(".turn .answer .answer-text");
    this.box = page.getByRole("textbox");
    this.send = page.getByRole("button", { name: word("write.send"), exact: true });
    this.verdicts = page.getByRole("region", { name: word("verdict.heading") }).getByRole("button");
    this.reconnecting = page.locator(".reconnecting p");
    this.stop = page.getByRole("button", { name: word("choose.stop"), exact: true });
    this.revealed = page.getByRole("region", { name: word("ending.revealed") }).locator("ul > li");
  }

  /** From the participants' link to the first message. */
  async enter(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.getByRole("button", { name: word("landing.enter"), exact: true }).click();
    await this.page.getByRole("heading", { level: 1, name: word("consent.heading") }).waitFor();
    for (const box of await this.page.getByRole("checkbox").all()) await box.check();
    await this.page.getByRole("button", { name: word("consent.agree"), exact: true }).click();
    await this.page.getByRole("button", { name: word("code.continue"), exact: true }).click();
    await this.box.waitFor();
  }

  /** The page of the battle's first message, of which this is the how manieth. */
  async battle(number: number): Promise<void> {
    await this.page
      .getByText(word("choose.number").replace("{{number}}", String(number)), { exact: false })
      .waitFor();
    await this.page.getByText(word("write.first"), { exact: true }).waitFor();
  }

  async write(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  /** Until both answers are there in full. */
  async settled(): Promise<void> {
    await this.verdicts.first().waitFor();
  }

  /** The verdict that stands at this place, and yes to whether it is meant. */
  async give(place: number): Promise<void> {
    await this.verdicts.nth(place).click();
    await this.confirm();
  }

  async confirm(): Promise<void> {
    await this.page.getByRole("button", { name: word("verdict.confirm"), exact: true }).click();
  }

  /** Leaves the conversations although some are left. */
  async end(): Promise<void> {
    await this.stop.click();
    await this.page.getByRole("button", { name: word("choose.stopConfirm"), exact: true }).click();
  }

  async answerTexts(): Promise<string[]> {
    return this.answers.allTextContents();
  }
}
