import type { Page } from "playwright-core";
import { expectNoAxeViolations } from "./accessibility.ts";

/** The least that pages have to bear by success criterion 1.4.12 of WCAG 2.2. */
const spacing =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";

/** A colour half-way to another is neither. */
const still = "*, ::before, ::after { transition: none !important; animation: none !important }";

/**
 * Fails when something of the page is cut off, covered or out of the window with more space between its letters and lines, at twice its size,
 * or in the system's colours; or when axe finds something at twice its size or in those colours. The page is left as it was.
 *
 * Twice the size is half the window, as browsers zoom; windows under 640 pixels are left at their width.
 *
 * @throws Error that names the way of looking at the page, and the texts
 */
export async function expectAdaptedPagesFit(page: Page): Promise<void> {
  const before = page.viewportSize();
  const found: string[] = [];
  const look = async (way: string) => {
    for (const fault of await layoutFaults(page)) found.push(`${way}: ${fault}`);
  };
  const adopt = (...rules: string[]) =>
    page.evaluate(
      `document.adoptedStyleSheets = ${JSON.stringify(rules)}.map((rule) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule); return sheet; }); undefined`,
    );
  await adopt(still, spacing);
  await look("text spacing");
  await adopt(still);
  if (before !== null && before.width >= 640) {
    await page.setViewportSize({ width: before.width / 2, height: Math.round(before.height / 2) });
    await look("zoom of 200 %");
    await expectNoAxeViolations(page);
    await page.setViewportSize(before);
  }
  await page.emulateMedia({ forcedColors: "active" });
  await look("forced colours");
  for (const fault of await contrastFaults(page)) found.push(`forced colours: ${fault}`);
  // axe reads the colour of letters from a property that Chromium does not force.
  await expectNoAxeViolations(page, "color-contrast");
  await page.emulateMedia({ forcedColors: "none" });
  await adopt();
  if (found.length > 0)
    throw new Error(`not all of ${page.url()} can be read when it is adapted:\n${found.join("\n")}`);
}

/** Texts whose colour is less than 4.5 times as light or dark as what is behind them, by the formula of WCAG 2.2. */
function contrastFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const parse = (colour) => {
      const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
      return { channels: [red, green, blue], alpha };
    };
    const over = ({ channels, alpha }, ground) => channels.map((value, index) => value * alpha + ground[index] * (1 - alpha));
    const groundOf = (element) => {
      if (element === null) return parse(getComputedStyle(document.documentElement).backgroundColor).channels;
      const colour = parse(getComputedStyle(element).backgroundColor);
      return colour.alpha === 1 ? colour.channels : over(colour, groundOf(element.parentElement));
    };
    const luminance = (channels) => {
      const [red, green, blue] = channels.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const faults = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.nodeValue.trim();
      if (text === "" || element.closest("script, style, noscript, option, .visually-hidden") !== null || !element.checkVisibility()) continue;
      const ground = groundOf(element);
      const [light, dark] = [luminance(over(parse(getComputedStyle(element).color), ground)), luminance(ground)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < 4.5) faults.push("“" + text.slice(0, 60) + "” has a contrast of " + ratio.toFixed(1));
    }
    return [...new Set(faults)];
  })()`);
}

/** Texts that are out of the window, cut off by their box, or on top of each other. */
function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const scope = document.querySelector("dialog:modal") ?? document.body;
    const hidden = "script, style, noscript, option, .visually-hidden, .skip, [hidden]";
    const width = document.documentElement.clientWidth;
    const faults = [];
    if (document.documentElement.scrollWidth > width + 1)
      faults.push("the page is " + (document.documentElement.scrollWidth - width) + " px wider than the window");
    const lines = [];
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (node.nodeValue.trim() === "" || element.closest(hidden) !== null || !element.checkVisibility()) continue;
      let box = element;
      while (getComputedStyle(box).display === "inline") box = box.parentElement;
      let scroller = null;
      for (let outer = element; outer !== null && outer !== document.documentElement; outer = outer.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(outer);
        if (/auto|scroll/.test(overflowX + overflowY)) scroller ??= outer;
        const isCut =
          (/hidden|clip/.test(overflowX) && outer.scrollWidth > outer.clientWidth + 1) ||
          (/hidden|clip/.test(overflowY) && outer.scrollHeight > outer.clientHeight + 1);
        if (isCut && outer !== document.body) faults.push("cut off: " + node.nodeValue.trim().slice(0, 60));
      }
      // What scrolls in a box of its own is out of sight until it is scrolled to, and over nothing.
      if (scroller !== null && scroller !== scope) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) lines.push({ rect, box, text: node.nodeValue.trim().slice(0, 60) });
    }
    lines.forEach(({ rect, box, text }, index) => {
      for (const other of lines.slice(index + 1)) {
        if (other.box === box) continue;
        const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
        const down = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
        // Boxes of letters are taller than the letters: lines set close touch there.
        if (across > 2 && down > 0.4 * Math.min(rect.height, other.rect.height))
          faults.push("“" + text + "” is over “" + other.text + "”");
      }
    });
    return [...new Set(faults)];
  })()`);
}
