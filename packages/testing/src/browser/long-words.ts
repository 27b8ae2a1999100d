import type { Page } from "playwright-core";

/** German has words of this length in everyday forms: 42 letters. */
const longWord = "Kraftfahrzeughaftpflichtversicherungskarte";

/** A small phone, in CSS pixels. */
const phoneWidth = 360;

/**
 * Fails when a word of 42 letters in the place of any text would leave the window or its box, in the window as it is and at 360 pixels. The
 * words stand there for a moment only, within one task of the page. Tables and code scroll instead, and the lists of the platform are its own
 * matter.
 *
 * @throws Error that names the elements which are too narrow
 */
export async function expectLongWordsFit(page: Page): Promise<void> {
  const before = page.viewportSize();
  const found = [...(await tooWide(page))];
  if (before !== null && before.width !== phoneWidth) {
    await page.setViewportSize({ ...before, width: phoneWidth });
    found.push(...(await tooWide(page)).map((fault) => `at ${phoneWidth} px: ${fault}`));
    await page.setViewportSize(before);
  }
  if (found.length > 0)
    throw new Error(
      `a word of ${longWord.length} letters is too wide on ${page.url()}:\n${found.join("\n")}`,
    );
}

function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const own = "script, style, noscript, select, textarea, table, pre, code, .visually-hidden, .key, .list-number, [hidden]";
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (node.nodeValue.trim().length > 1 && element.closest(own) === null && element.checkVisibility())
        texts.push([node, node.nodeValue, element]);
    }
    for (const [node] of texts) node.nodeValue = "${longWord}";
    const wide = [];
    // Without the bar for scrolling, at whichever side it is.
    const page = document.body.getBoundingClientRect();
    for (const [, text, element] of texts) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const { left, right } = range.getBoundingClientRect();
      let box = element;
      while (getComputedStyle(box).display === "inline") box = box.parentElement;
      const within = box.getBoundingClientRect();
      if (left < page.left - 1 || right > page.right + 1 || left < within.left - 1 || right > within.right + 1)
        wide.push(element.tagName.toLowerCase() + "." + element.className + " in " + box.tagName.toLowerCase() + "." + box.className + ": " + text.slice(0, 60));
    }
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < page.left - 0.5 || right > page.right + 0.5;
    });
    // Slanted letters may hang over their box by a hair.
    if (overflow > 2)
      wide.push("the page, by " + overflow + " px: " + out.map((element) => element.tagName.toLowerCase() + "." + element.className).join(", "));
    for (const [node, text] of texts) node.nodeValue = text;
    return wide;
  })()`);
}
