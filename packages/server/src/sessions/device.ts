/**
 * What kind of device somebody uses, coarsely: enough to tell a telephone from a desk, too little to tell people apart.
 * The browser's own description of itself is read for this and never kept.
 */
export interface Device {
  readonly kind: "desktop" | "tablet" | "phone" | "unknown";
  readonly system: "Windows" | "macOS" | "Linux" | "ChromeOS" | "Android" | "iOS" | "unknown";
  /** Family and major version, such as `Firefox 121`; null where neither is known. */
  readonly browser: string | null;
}

export interface DeviceHints {
  /** The User-Agent header. */
  readonly userAgent: string | null;
  /** The Sec-CH-UA-Mobile header, `?1` or `?0`. */
  readonly mobile: string | null;
  /** Points of touch as the page counts them; null where it does not say. */
  readonly touchPoints: number | null;
}

/** In this order: browsers name those they descend from. */
const browsers: readonly (readonly [family: string, pattern: RegExp])[] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\/(\d{1,4})/],
  ["Opera", /\b(?:OPR|OPiOS|Opera)\/(\d{1,4})/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d{1,4})/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d{1,4})/],
  ["Chrome", /\b(?:Chrome|CriOS|Chromium)\/(\d{1,4})/],
  ["Safari", /\bVersion\/(\d{1,4})[\d.]* (?:Mobile\/\S+ )?Safari\//],
];

export function deviceOf({ userAgent, mobile, touchPoints }: DeviceHints): Device {
  const text = (userAgent ?? "").slice(0, 1000);
  const system = systemOf(text, touchPoints ?? 0);
  return { kind: kindOf(text, system, mobile === "?1"), system, browser: browserOf(text) };
}

function systemOf(text: string, touchPoints: number): Device["system"] {
  if (/\b(?:iPhone|iPad|iPod)\b/.test(text)) return "iOS";
  // An iPad calls itself a Mac; no Mac has a touch screen.
  if (/\bMacintosh\b/.test(text)) return touchPoints > 1 ? "iOS" : "macOS";
  if (/\bAndroid\b/.test(text)) return "Android";
  if (/\bWindows\b/.test(text)) return "Windows";
  if (/\bCrOS\b/.test(text)) return "ChromeOS";
  return /\b(?:Linux|X11)\b/.test(text) ? "Linux" : "unknown";
}

function kindOf(text: string, system: Device["system"], isMobile: boolean): Device["kind"] {
  switch (system) {
    case "iOS":
      return /\b(?:iPhone|iPod)\b/.test(text) ? "phone" : "tablet";
    case "Android":
      return isMobile || /\bMobile\b/.test(text) ? "phone" : "tablet";
    case "unknown":
      return isMobile || /\bMobile\b/.test(text) ? "phone" : "unknown";
    default:
      return "desktop";
  }
}

function browserOf(text: string): string | null {
  for (const [family, pattern] of browsers) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return `${family} ${version}`;
  }
  return null;
}

/** Whether somebody at this device can take part in a study for computers only. What is not known is let in. */
export function isComputer({ kind }: Device): boolean {
  return kind === "desktop" || kind === "unknown";
}
