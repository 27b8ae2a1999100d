import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { RefractError } from "@refract/core";
import type { Hono } from "hono";

/** Longer than the pause between two saves, and than a proxy keeps its own end of a connection (nginx: 60 s). */
const keepAliveMs = 75_000;

/** Takes requests on an address of this machine. Throws `unavailable` where that can't be had. */
export async function listen(app: Hono, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => {
      server.off("error", refuse);
      if ("keepAliveTimeout" in server) server.keepAliveTimeout = keepAliveMs;
      resolve(server as Server);
    });
    const refuse = (cause: NodeJS.ErrnoException) => {
      reject(new RefractError("unavailable", whyNotListening(cause, host, port), { cause }));
    };
    server.once("error", refuse);
  });
}

function whyNotListening(cause: NodeJS.ErrnoException, host: string, port: number): string {
  switch (cause.code) {
    case "EADDRINUSE":
      return `port: ${port} is taken by another program, expected a free one`;
    case "EACCES":
      return `port: ${port} is not allowed to this account, expected one from 1024`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `host: "${host}" is no address of this machine, expected one such as 127.0.0.1, or 0.0.0.0 for all`;
    default:
      return `port: ${port}: ${cause.message}`;
  }
}
