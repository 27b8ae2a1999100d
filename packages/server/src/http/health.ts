import { randomUUID } from "node:crypto";
import type { Store } from "@refract/store";
import type { Handler } from "hono";

/** A header of `/health` that says which run of a server answers. */
export const runHeader = "x-refract-run";

const healthWithinMs = 3_000;

export interface Health {
  /** Which run of the server this is; another one at every start. */
  readonly id: string;
  /** Answers a monitor: 503 where the database does not answer. */
  readonly handler: Handler;
}

export function health(
  store: Pick<Store, "ping">,
  build: { readonly version: string; readonly commit: string | null },
): Health {
  const id = randomUUID();
  return {
    id,
    handler: async (context) => {
      const answers = await databaseAnswers(store);
      context.header(runHeader, id);
      return context.json({ ok: answers, ...build, database: answers }, answers ? 200 : 503);
    },
  };
}

/** A monitor is answered soon, also where the database holds its answer back. */
export async function databaseAnswers(store: Pick<Store, "ping">): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), healthWithinMs);
  const asked = store.ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
