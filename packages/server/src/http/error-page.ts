import { type PageLanguage, pageLanguageOf } from "@refract/collect";
import { textDirection } from "@refract/core";
import type { Context } from "hono";
import { html } from "hono/html";
import { parseAccept } from "hono/utils/accept";
import { errorPageWords } from "./error-page-words.ts";
import type { ErrorBody } from "./http-error.ts";

/** Whether somebody opened an address in a browser: pages and programs that ask for data say another type. */
export function isOpenedInBrowser(context: Context): boolean {
  const accepted = context.req.header("accept") ?? "";
  return accepted.includes("text/html") && !context.req.path.startsWith("/api/");
}

/** The first language a browser wants (its `accept-language`) that the pages have words in; else English. */
export function languageOfBrowser(acceptLanguage: string | undefined): PageLanguage {
  const wanted = parseAccept(acceptLanguage ?? "")
    .filter(({ q }) => q > 0)
    .toSorted((one, other) => other.q - one.q)
    .map(({ type }) => pageLanguageOf(type));
  return wanted.find((language) => language !== null) ?? "en";
}

export interface ErrorPage {
  readonly status: number;
  readonly body: ErrorBody;
  readonly language: PageLanguage;
  /** Addresses of the pages' own style sheets, so that it looks like one of them. */
  readonly styles: readonly string[];
}

/** What a browser shows instead of an error's JSON. Whoever reads it may be a participant. */
export function errorPage({ status, body, language, styles }: ErrorPage) {
  const isMissing = status === 404;
  const { missing, failed, start } = errorPageWords[language];
  const { title, heading, what } = isMissing ? missing : failed;
  const [before = "", link = "", after = ""] = start.split(/[[\]]/);
  return html`<!doctype html>
<html lang="${language}" dir="${textDirection(language)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    ${styles.map((address) => html`<link rel="stylesheet" href="${address}">`)}
  </head>
  <body>
    <main>
      <div class="column stack">
        <h1>${heading}</h1>
        <p class="lead">${what}</p>
        ${
          isMissing
            ? html`<p>${before}<a href="/">${link}</a>${after}</p>`
            : html`<p class="quiet" lang="en" dir="ltr">${body.error.message}</p>`
        }
      </div>
    </main>
  </body>
</html>
`;
}
