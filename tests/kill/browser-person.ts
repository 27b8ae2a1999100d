import type { Locator, Page } from "@refract/testing";
import { pageWords } from "../browser/page-words.ts";

const word = pageWords("en");

/** Does whatever the page asks for next, so that it can go on wherever a new browser opens. True at the end. */
export async function takePart(page: Page, address: string): Promise<boolean> {
  await page.goto(address);
  for (;;) {
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    if (await isThere(page.getByRole("heading", { level: 1, name: word("ending.heading") }))) return true;
    await step(page);
  }
}

async function step(page: Page): Promise<void> {
  const button = (key: string) => page.getByRole("button", { name: word(key), exact: true });
  const dialog = page.getByRole("dialog").getByRole("button").first();
  if (await isThere(dialog)) return press(dialog);
  for (const key of ["landing.enter", "code.continue", "talk.finish"]) {
    if (await isThere(button(key))) return press(button(key));
  }
  if (await isThere(button("consent.agree"))) {
    for (const box of await page.getByRole("checkbox").all()) await box.check({ timeout: 2000 });
    return press(button("consent.agree"));
  }
  if (await isThere(button("feedback.submit"))) return write(page, button("feedback.submit"));
  if (await isThere(button("rate.continueBest"))) {
    for (const [index, slider] of (await page.getByRole("slider").all()).entries()) {
      await slider.click({ position: { x: 60 + 25 * index, y: 8 }, timeout: 2000 }).catch(() => undefined);
    }
    return press(button("rate.continueBest"));
  }
  if (await isThere(button("write.send"))) return write(page, button("write.send"));
  await page.waitForTimeout(20);
}

async function write(page: Page, send: Locator): Promise<void> {
  await page
    .getByRole("textbox")
    .first()
    .fill("Is it right to keep every promise?", { timeout: 2000 })
    .catch(() => undefined);
  await press(send);
}

async function isThere(target: Locator): Promise<boolean> {
  return target.first().isVisible();
}

/** What is gone a moment later was not needed any more. */
async function press(target: Locator): Promise<void> {
  await target.click({ timeout: 2000 }).catch(() => undefined);
}
