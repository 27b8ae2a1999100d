import { RefractError } from "@refract/core";
import type { Store } from "@refract/store";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { randomToken, type Secrets } from "../secrets.ts";

const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;
/** How long a link lets somebody in. Milliseconds. */
export const linkLifetimeMs = 60 * 60 * 1000;
/** Clocks of two programs on one machine agree; a link made by another may be this much ahead. */
const clockSlackMs = 5_000;

/** Where the page says its key: in a header, or in the address where a browser sends no headers (streams, downloads). */
const keyHeader = "x-refract-key";
const keyParameter = "key";

/**
 * The researcher's door: a link with a one-time token lets a browser in. It gets two things: an HttpOnly cookie, and a key
 * that its page keeps. Browsers send a cookie to every port of a host, so that a program on another port could collect it;
 * without the key, which only pages of this very origin can read, it opens nothing. Both are signed with the installation's
 * secret and outlive a restart; the store only knows which sessions were ended.
 */
export interface ResearcherSignIn {
  /** Trades a link's token for a cookie and answers the page's key; null when the token is not good, or no longer. */
  enter(context: Context, token: string): string | null;
  /** Ends the session of this request, everywhere it may have been copied to. */
  leave(context: Context): Promise<void>;
  /** Lets signed-in requests through only. */
  readonly required: MiddlewareHandler;
}

/** A link's token, good once, for an hour, at the server that runs now. */
export function mintResearcherToken(secrets: Secrets, now: number): string {
  const text = `${now}.${randomToken()}`;
  return `${text}.${secrets.sign("researcher link", text)}`;
}

/** A link for the researcher to the server at an address. */
export function mintResearcherLink(secrets: Secrets, address: string, now: number): string {
  return `${address}/?token=${mintResearcherToken(secrets, now)}`;
}

export interface ResearcherSignInOptions {
  readonly secrets: Secrets;
  readonly store: Pick<Store, "signOutResearcher" | "isResearcherSignedOut">;
  /** Whether people reach the server by https. */
  readonly secure: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function researcherSignIn({ secrets, store, secure, now }: ResearcherSignInOptions): ResearcherSignIn {
  const startedAt = now();
  const spent = new Set<string>();
  // Servers of two data folders on one machine don't sign each other's researchers out. With a hyphen, so that it is
  // nobody's session of a study by this name (`refract_STUDY`).
  const cookieName = `refract-researcher-${secrets.sign("researcher cookie", "name").slice(0, 8)}`;
  const options = { httpOnly: true, sameSite: "Strict", path: "/", secure } as const;
  const keyOf = (session: string) => secrets.sign("researcher page", session);

  /** The session that the cookie names, if it is ours and not too old. */
  const sessionOf = (context: Context): { readonly id: string; readonly session: string } | null => {
    const [issuedAt, id, signature, ...rest] = (getCookie(context, cookieName) ?? "").split(".");
    if (issuedAt === undefined || id === undefined || signature === undefined || rest.length > 0) return null;
    const session = `${issuedAt}.${id}`;
    // A clock that was set back makes a cookie younger, not wrong.
    const age = Math.abs(now() - Number(issuedAt));
    return secrets.isSigned("researcher", session, signature) && age < sessionLifetimeMs
      ? { id, session }
      : null;
  };
  const isSignedIn = async (context: Context): Promise<boolean> => {
    const found = sessionOf(context);
    if (found === null) return false;
    const key = context.req.header(keyHeader) ?? context.req.query(keyParameter) ?? "";
    return (
      secrets.isSigned("researcher page", found.session, key) &&
      !(await store.isResearcherSignedOut(found.id))
    );
  };
  const isGoodToken = (token: string): boolean => {
    const [issuedAt = "", nonce = "", signature = "", ...rest] = token.split(".");
    const age = now() - Number(issuedAt);
    return (
      rest.length === 0 &&
      secrets.isSigned("researcher link", `${issuedAt}.${nonce}`, signature) &&
      // What an earlier server spent is not known here, so that no link of its time is taken.
      Number(issuedAt) >= startedAt &&
      age < linkLifetimeMs &&
      age > -clockSlackMs &&
      !spent.has(nonce)
    );
  };

  return {
    enter: (context, token) => {
      if (!isGoodToken(token)) return null;
      spent.add(token.split(".")[1] ?? "");
      const session = `${now()}.${randomToken()}`;
      setCookie(context, cookieName, `${session}.${secrets.sign("researcher", session)}`, {
        ...options,
        maxAge: sessionLifetimeMs / 1000,
      });
      return keyOf(session);
    },
    leave: async (context) => {
      const found = sessionOf(context);
      if (found !== null) await store.signOutResearcher(found.id, now(), now() - 2 * sessionLifetimeMs);
      deleteCookie(context, cookieName, options);
    },
    required: async (context, next) => {
      if (!(await isSignedIn(context)))
        throw new RefractError(
          "not-allowed",
          "not signed in, expected the link that the server printed when it started, or one of refract owner-link",
          { userMessage: "sign-in-needed" },
        );
      await next();
    },
  };
}
