import { RefractError } from "@refract/core";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { randomToken, type Secrets } from "../secrets.ts";

/** With a hyphen, so that it is nobody's session of a study by this name (`refract_STUDY`). */
const cookieName = "refract-researcher";
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * The researcher's door: the server prints one link with a one-time token, which becomes an HttpOnly cookie. The cookie is
 * signed with the installation's secret, so it outlives a restart and nothing has to be stored.
 */
export interface ResearcherSignIn {
  /** The token of the link that is printed. Spent on first use. */
  readonly entryToken: string;
  /** Trades the token for a cookie; false when it is not the one or was used already. */
  enter(context: Context, token: string): boolean;
  /** Lets signed-in requests through only. */
  readonly required: MiddlewareHandler;
}

export function researcherSignIn(secrets: Secrets, secure: boolean): ResearcherSignIn {
  const entryToken = randomToken();
  let spent = false;
  const isSignedIn = (context: Context): boolean => {
    const [issuedAt, signature, ...rest] = (getCookie(context, cookieName) ?? "").split(".");
    if (issuedAt === undefined || signature === undefined || rest.length > 0) return false;
    // A clock that was set back makes a cookie younger, not wrong.
    const age = Date.now() - Number(issuedAt);
    return secrets.isSigned("researcher", issuedAt, signature) && Math.abs(age) < lifetimeMs;
  };
  return {
    entryToken,
    enter: (context, token) => {
      if (spent || token !== entryToken) return false;
      spent = true;
      const issuedAt = String(Date.now());
      setCookie(context, cookieName, `${issuedAt}.${secrets.sign("researcher", issuedAt)}`, {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        secure,
        maxAge: lifetimeMs / 1000,
      });
      return true;
    },
    required: async (context, next) => {
      if (!isSignedIn(context)) {
        throw new RefractError(
          "not-allowed",
          "not signed in, expected the link that the server printed when it started",
          { userMessage: "sign-in-needed" },
        );
      }
      await next();
    },
  };
}
