import { expect, it } from "vitest";
import { deviceOf, isComputer } from "./device.ts";

const safariMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15";

it.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    null,
    0,
    "desktop",
    "Windows",
    "Chrome 120",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
    null,
    10,
    "desktop",
    "Windows",
    "Edge 120",
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
    null,
    null,
    "desktop",
    "Linux",
    "Firefox 121",
  ],
  [safariMac, null, 0, "desktop", "macOS", "Safari 17"],
  [safariMac, null, 1, "desktop", "macOS", "Safari 17"],
  [safariMac, null, 2, "tablet", "iOS", "Safari 17"],
  [safariMac, null, 5, "tablet", "iOS", "Safari 17"],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    null,
    0,
    "desktop",
    "ChromeOS",
    "Chrome 119",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
    null,
    5,
    "phone",
    "iOS",
    "Safari 17",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1",
    null,
    5,
    "phone",
    "iOS",
    "Chrome 120",
  ],
  [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
    "?1",
    5,
    "phone",
    "Android",
    "Samsung Internet 23",
  ],
  [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "?0",
    5,
    "tablet",
    "Android",
    "Chrome 120",
  ],
  ["curl/8.5.0", null, null, "unknown", "unknown", null],
  [null, null, null, "unknown", "unknown", null],
] as const)("%s, %s, %s", (userAgent, mobile, touchPoints, kind, system, browser) => {
  expect(deviceOf({ userAgent, mobile, touchPoints })).toEqual({ kind, system, browser });
});

it("lets a desk and what is not known into a study for computers, no telephone and no tablet", () => {
  const kinds = ["desktop", "unknown", "tablet", "phone"] as const;
  expect(kinds.map((kind) => isComputer({ kind, system: "unknown", browser: null }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("keeps no more of a crafted text than a class", () => {
  const device = deviceOf({
    userAgent: `Firefox/99999 ${"Chrome/1 ".repeat(10_000)}`,
    mobile: null,
    touchPoints: null,
  });
  expect(JSON.stringify(device).length).toBeLessThan(100);
});
