import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import type { Context } from "hono";
import { acceptsEncoding } from "./accepted-encoding.ts";

const mediaTypes: Readonly<Record<string, string>> = Object.freeze({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".ico": "image/x-icon",
});

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Packed bodies by coding, the smallest first. */
  readonly packed: readonly { readonly coding: string; readonly body: Uint8Array<ArrayBuffer> }[];
  readonly type: string;
  readonly etag: string;
}

/** Packed copies that the build has put beside a file, by the ending of their names. */
const packedBeside = { ".br": "br", ".gz": "gzip" } as const;

/** The built pages, held in memory: a request can only ever name one of them, never a path on the disk. */
export interface StaticPages {
  serve(context: Context, name: string): Response;
  /** Addresses of the style sheets of a participant's first page. */
  readonly styles: readonly string[];
}

export async function loadStaticPages(folder: string): Promise<StaticPages> {
  const files = new Map<string, StaticFile>();
  let names: string[];
  try {
    names = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    throw new RefractError(
      "unavailable",
      `web pages: ${messageOf(cause)}, expected them built in ${folder}`,
      { cause },
    );
  }
  const isPacked = (path: string) => Object.keys(packedBeside).some((ending) => path.endsWith(ending));
  const all = new Set(names);
  for (const path of names.filter((each) => !isPacked(each))) {
    const body = new Uint8Array(await readFile(path));
    const type = mediaTypes[extname(path)] ?? "application/octet-stream";
    const packed = [];
    for (const [ending, coding] of Object.entries(packedBeside))
      if (all.has(`${path}${ending}`))
        packed.push({ coding, body: new Uint8Array(await readFile(`${path}${ending}`)) });
    files.set(path.slice(folder.length).replaceAll("\\", "/").replace(/^\//, ""), {
      body,
      packed,
      type,
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    });
  }
  const firstPage = new TextDecoder().decode(files.get("participant.html")?.body);
  return {
    styles: [...firstPage.matchAll(/<link[^>]*\shref="(\/assets\/[^"]+\.css)"/g)].map(
      (match) => match[1] ?? "",
    ),
    serve: (context, name) => {
      const file = files.get(name);
      if (file === undefined)
        throw new RefractError(
          "not-found",
          `page: invalid value ${JSON.stringify(name.slice(0, 100))}, expected a page of this server`,
        );
      const hashed = name.startsWith("assets/");
      const headers: Record<string, string> = {
        "content-type": file.type,
        etag: file.etag,
        "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
        vary: "accept-encoding",
      };
      if (context.req.header("if-none-match") === file.etag)
        return new Response(null, { status: 304, headers });
      const accepted = file.packed.find(({ coding }) =>
        acceptsEncoding(context.req.header("accept-encoding"), coding),
      );
      return accepted === undefined
        ? new Response(file.body, { headers })
        : new Response(accepted.body, { headers: { ...headers, "content-encoding": accepted.coding } });
    },
  };
}
