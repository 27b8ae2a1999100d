/** What a researcher's browser has after it opened the link, as the headers of its requests. */
export interface ResearcherBrowser {
  readonly headers: Readonly<Record<"cookie" | "x-refract-key" | "origin" | "content-type", string>>;
  readonly key: string;
}

/** Opens the one-time link of a server as a browser would. Throws where the link lets nobody in. */
export async function signInResearcher(server: {
  readonly baseUrl: string;
  readonly entryUrl: string;
}): Promise<ResearcherBrowser> {
  const entry = new URL(server.entryUrl);
  const entered = await fetch(`${server.baseUrl}${entry.pathname}${entry.search}`, { redirect: "manual" });
  const [cookie] = (entered.headers.getSetCookie()[0] ?? "").split(";");
  const key = /#key=(.+)$/.exec(entered.headers.get("location") ?? "")?.[1];
  if (cookie === undefined || key === undefined) throw new Error("the link lets nobody in");
  const headers = {
    cookie,
    "x-refract-key": key,
    origin: server.baseUrl,
    "content-type": "application/json",
  };
  return { headers, key };
}
