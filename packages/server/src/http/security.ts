import { RefractError } from "@refract/core";
import type { MiddlewareHandler } from "hono";
import { isLoopback, namesThisMachine } from "./listening-address.ts";

const fixedRules = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
];

/** Whose pages may show one of ours in a frame, and whom that one's forms may be posted to. */
export interface Framing {
  readonly frames: readonly string[];
  readonly forms: readonly string[];
}

/**
 * No inline code, nothing from elsewhere, no frames: model text and study texts can only ever be text. A study that a panel shows in its
 * own page may be framed by that panel alone.
 */
export function contentSecurityPolicy(framing: Framing | null): string {
  return [
    ...fixedRules,
    `form-action ${["'self'", ...(framing?.forms ?? [])].join(" ")}`,
    `frame-ancestors ${framing?.frames.join(" ") ?? "'none'"}`,
  ].join("; ");
}

const unframed = contentSecurityPolicy(null);

/** Scripts, styles and fonts obey the rules of the page that fetches them; those they carry themselves are never looked at. */
const partsOfPages = /^(?:text\/(?:javascript|css)|font\/)/;

export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    context.header("x-content-type-options", "nosniff");
    context.header("cross-origin-resource-policy", "same-origin");
    if (partsOfPages.test(context.res.headers.get("content-type") ?? "")) return;
    if (!context.res.headers.has("content-security-policy"))
      context.header("content-security-policy", unframed);
    context.header("referrer-policy", "no-referrer");
    context.header("cross-origin-opener-policy", "same-origin");
    context.header("permissions-policy", "camera=(), microphone=(), geolocation=()");
    if (context.req.path.startsWith("/api/")) context.header("cache-control", "no-store");
  };
}

export interface OriginRules {
  /** The address people use, when a reverse proxy stands before the server. */
  readonly publicUrl: string | null;
  /** Where it listens. When only this machine reaches it, only this machine's names are served (DNS rebinding). */
  readonly host: string;
  /** Told of each address that was refused, once: behind a proxy that is set up wrongly these are the participants' pages. */
  readonly note: (fields: Readonly<Record<string, string>>, message: string) => void;
}

/** So many refused addresses are noted; whoever sends more of them is nobody's proxy. */
const mostNoted = 20;
const wayOut = "--public-url to be the address people use, where a proxy stands before the server";

/** Every request must be for a name of ours, and every write must come from one of our own pages. */
export function ownOriginOnly({ publicUrl, host: ownHost, note }: OriginRules): MiddlewareHandler {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  const noted = new Set<string>();
  const refusal = (field: "host" | "origin", value: string, expected: string) => {
    const shown = value.slice(0, 100);
    if (noted.size < mostNoted && !noted.has(`${field} ${shown}`)) {
      noted.add(`${field} ${shown}`);
      note({ [field]: shown }, `a request was refused for its ${field}; expected ${expected}, or ${wayOut}`);
    }
    return new RefractError(
      "not-allowed",
      `${field}: invalid value ${JSON.stringify(shown)}, expected ${expected}`,
    );
  };
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (host !== publicHost && isLoopback(ownHost) && !namesThisMachine(host, ownHost))
      throw refusal("host", host, "this machine's own name");
    if (context.req.method !== "GET" && context.req.method !== "HEAD") {
      const origin = context.req.header("origin");
      if (origin === undefined || (origin !== publicOrigin && origin !== `http://${host}`))
        throw refusal("origin", origin ?? "", "the server's own pages");
    }
    await next();
  };
}
