import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createPostgresDatabase, describeWith, postgres } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { finished, refract, smallStudy, startRefract, workingFolder } from "./command-line.fixture.ts";

// Commands are processes of their own here, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });

await describeWith(postgres, "one server for a PostgreSQL database", (server) => {
  let folder: Awaited<ReturnType<typeof workingFolder>>;
  const children: ChildProcess[] = [];
  beforeAll(async () => void (await buildWeb()));
  beforeEach(async () => {
    folder = await workingFolder();
    await writeFile("study.yaml", smallStudy());
  });
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    await folder[Symbol.asyncDispose]();
  });

  test("a second one with a data folder of its own is refused, other commands work beside it, and one that was killed holds nothing", async () => {
    await using database = await createPostgresDatabase(server);
    const { databaseUrl } = database.options;
    const where = (data: string) => ["--data", data, "--database-url", databaseUrl];
    const start = (data: string) => {
      const child = startRefract(["serve", "study.yaml", ...where(data), "--port", "0", "--json"]);
      children.push(child);
      return child;
    };
    /** What it prints first: the start page, or why it ends. */
    const said = async (child: ChildProcess) => {
      const ended = finished(child);
      const [chunk] = await Promise.race([
        once(child.stdout ?? child, "data"),
        ended.then(({ err }) => Promise.reject(new Error(err))),
      ]);
      return JSON.parse(String(chunk));
    };
    const first = start("one");
    expect(await said(first)).toHaveProperty("startPage");
    await mkdir("two");
    await copyFile("one/secret.key", "two/secret.key");
    const second = start("two");
    const ended = finished(second);
    const { error } = await said(second);
    const { host, pathname } = new URL(databaseUrl);
    expect(error?.message).toMatch(
      new RegExp(
        `^--database-url: refract serve runs on postgres://${host}${pathname} \\(process ${first.pid} of .*\\), expected one server for a database: stop that one first`,
      ),
    );
    expect((await ended).exitCode).toBe(1);
    expect(await refract("people", "small", ...where("one"))).toMatchObject({ exitCode: 0 });
    expect(await refract("study", "stored", ...where("one"))).toMatchObject({ exitCode: 0 });
    first.kill("SIGKILL");
    await once(first, "exit");
    expect(await said(start("two"))).toHaveProperty("startPage");
  });
});
