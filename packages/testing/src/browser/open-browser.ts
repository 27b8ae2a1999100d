import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from "playwright-core";

const flags = [
  "--no-sandbox", // tests also run as root, where Chromium's sandbox refuses to start
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--no-first-run",
  "--force-color-profile=srgb",
  "--font-render-hinting=none",
  // Tests stand in for the public web's pages; those may show a server of this machine in a frame.
  "--disable-features=LocalNetworkAccessChecks",
];

/** A started browser; `await using` closes it. */
export interface TestBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** A page with a fresh profile of its own (cookies, storage, cache). Console errors and page errors are kept. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<TestPage>;
  /** Ends the browser as a crash would (SIGKILL, no close handlers), for kill-and-resume tests. */
  readonly kill: () => Promise<void>;
}

/** A page and what went wrong in it so far. */
export interface TestPage {
  readonly page: Page;
  /** Messages of uncaught errors and of `console.error`, in order. */
  readonly errors: readonly string[];
}

/**
 * Starts Chromium without a window.
 *
 * @param executable the path that `chromium` found
 */
export async function openBrowser(executable: string): Promise<TestBrowser> {
  const browser = await playwright.launch({ executablePath: executable, args: flags, headless: true });
  return {
    browser,
    openPage: async (options = {}) => {
      const context = await browser.newContext({ locale: "en", timezoneId: "UTC", ...options });
      // Twice as patient as usual: a loaded machine is no failure.
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      return { page, errors };
    },
    kill: async () => {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      const main = processInfo.find((entry) => entry.type === "browser");
      if (!main) throw new Error("the browser names no process of its own");
      const gone = new Promise<void>((resolve) => browser.once("disconnected", () => resolve()));
      process.kill(main.id, "SIGKILL");
      await gone;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
    },
  };
}
