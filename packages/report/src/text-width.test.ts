import { expect, test } from "vitest";
import { textWidth } from "./text-width.ts";

test("widths are those of a browser with Noto Sans or up to a tenth more", () => {
  // Chromium 156, measureText at 12 px in Noto Sans
  const measured = {
    "Non-binary / third gender": 144.793,
    "llama-2-13b-chat": 94.681,
    "Percentage points": 102.253,
    "0.125": 30.672,
    "Conversation type: controversy guided": 217.454,
    WIZARDLM: 63.156,
    Приветствие: 76.009,
  };
  for (const [text, pixels] of Object.entries(measured)) {
    expect(textWidth(text, 12), text).toBeGreaterThanOrEqual(pixels);
    expect(textWidth(text, 12), text).toBeLessThan(1.1 * pixels);
  }
});

test("an ideograph is as wide as it is high, a mark on a letter adds nothing", () => {
  expect(textWidth("日本", 12)).toBe(24);
  expect(textWidth("é".normalize("NFD"), 12)).toBe(textWidth("e", 12));
});
