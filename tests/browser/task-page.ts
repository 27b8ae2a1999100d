import type { Locator, Page } from "@refract/testing";
import { type PageLanguage, pageWords } from "./page-words.ts";

/** What is on the page of a task, and the ways on and back. */
export class TaskPage {
  readonly page: Page;
  readonly goOn: Locator;
  readonly back: Locator;
  readonly begin: Locator;
  /** What the answer lacks. */
  readonly problem: Locator;
  readonly reconnecting: Locator;
  readonly word: (key: string) => string;

  constructor(page: Page, language: PageLanguage) {
    const word = pageWords(language);
    this.page = page;
    this.word = word;
    this.goOn = page.getByRole("button", { name: word("common.continue"), exact: true });
    this.back = page.getByRole("button", { name: word("common.back"), exact: true });
    this.begin = page.getByRole("button", { name: word("task.begin"), exact: true });
    this.problem = page.getByRole("main").locator(".missing");
    this.reconnecting = page.locator(".reconnecting p");
  }

  /** Until the item with this number, from 1, is there. */
  async item(number: number, count: number): Promise<void> {
    const name = this.word("task.number")
      .replace("{{number}}", String(number))
      .replace("{{count}}", String(count));
    await this.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  }

  radio(name: string): Locator {
    return this.page.getByRole("radio", { name, exact: true });
  }

  box(name: string): Locator {
    return this.page.getByRole("checkbox", { name, exact: true });
  }

  /** A button of the ranking: one of `up`, `down`, `out`. */
  move(way: "up" | "down" | "out", text: string): Locator {
    const name = this.word(`task.ranking.${way}`).replace("{{text}}", text);
    return this.page.getByRole("button", { name, exact: true });
  }

  place(text: string): Locator {
    return this.page.getByRole("button", { name: text, exact: true });
  }

  /** The texts placed, the first first. */
  async order(): Promise<readonly string[]> {
    return this.page
      .getByRole("list", { name: this.word("task.ranking.order") })
      .locator(".ranked-text")
      .allTextContents();
  }
}
