import type { Context } from "hono";
import { html } from "hono/html";
import type { ErrorBody } from "./http-error.ts";

/** Whether somebody opened an address in a browser: pages and programs that ask for data say another type. */
export function isOpenedInBrowser(context: Context): boolean {
  const accepted = context.req.header("accept") ?? "";
  return accepted.includes("text/html") && !context.req.path.startsWith("/api/");
}

/**
 * What a browser shows instead of an error's JSON. Whoever reads it may be a participant: nothing is known of their
 * language here, so it is in all that the pages have.
 */
export function errorPage(status: number, { error }: ErrorBody) {
  const isMissing = status === 404;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${isMissing ? "No page here" : "Not possible"}</title>
  </head>
  <body>
    <h1>${isMissing ? "There is no page at this address" : "This page can’t be shown"}</h1>
    <p>${isMissing ? "If you take part in a study, open the link you were given once more, whole." : error.message}</p>
    ${isMissing ? html`<p>If you run studies here, begin at the <a href="/">start page</a>.</p>` : ""}
    <div lang="ar" dir="rtl">
      <h2>${isMissing ? "لا توجد صفحة في هذا العنوان" : "لا يمكن عرض هذه الصفحة"}</h2>
      <p>${isMissing ? "إذا كنت تشارك في دراسة، فافتح الرابط الذي تلقيته مرة أخرى كاملًا." : "أعد المحاولة بعد قليل."}</p>
    </div>
  </body>
</html>
`;
}
