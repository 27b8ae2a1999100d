import type { Page } from "@refract/testing";

/** Everything a page's browser is sent from now on: bodies, headers, addresses and the messages of event streams. */
export async function recordReceived(page: Page): Promise<() => Promise<string>> {
  const parts: Promise<string>[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    const body =
      type.startsWith("application/json") || type.startsWith("text/html")
        ? response.text().catch(() => "")
        : Promise.resolve("");
    parts.push(
      Promise.all([body, response.allHeaders()]).then(
        ([text, headers]) => `${response.url()} ${JSON.stringify(headers)} ${text}`,
      ),
    );
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  devtools.on("Network.eventSourceMessageReceived", ({ eventName, eventId, data }) => {
    parts.push(Promise.resolve(`${eventName} ${eventId} ${data}`));
  });
  return async () => (await Promise.all(parts)).join("\n");
}
