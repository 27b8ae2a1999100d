import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { ParticipantClient } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { finished, refract, startRefract, workingFolder } from "./command-line.fixture.ts";

// Commands are processes of their own here, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });
beforeAll(buildWeb);

const study = `refract: 1
id: tea
title: Tea
entry: {panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`;

let folder: Awaited<ReturnType<typeof workingFolder>>;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await workingFolder();
  await writeFile("study.yaml", study);
});
afterEach(async () => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  await folder[Symbol.asyncDispose]();
});

/** Serves as a process of its own; throws what it says where it does not start. */
async function serve(
  data = "data",
  nodeOptions: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly baseUrl: string }> {
  const child = startRefract(["serve", "study.yaml", "--data", data, "--port", "0", "--json"], nodeOptions);
  children.push(child);
  const ended = finished(child);
  const [chunk] = await Promise.race([
    once(child.stdout ?? child, "data"),
    ended.then(({ err }) => Promise.reject(new Error(err))),
  ]);
  const said = JSON.parse(String(chunk));
  if (said.error === undefined) return { child, baseUrl: new URL(said.startPage).origin };
  await ended;
  throw new Error(said.error.message);
}

test("a second server on a folder is refused with who holds it, and every other command works beside the first", async () => {
  const { child, baseUrl } = await serve();
  await new ParticipantClient(baseUrl, "tea").arrive({ PID: "ann" });
  const second = await serve().then(
    () => "started",
    (error: Error) => error.message,
  );
  expect(second).toMatch(
    new RegExp(
      `^--data: refract serve runs on .*/data \\(process ${child.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\), expected one server for a folder: stop that one first, or name another --data; `,
    ),
  );
  for (const command of [
    ["key", "rotate"],
    ["move", "--to", "postgres://localhost/none"],
  ])
    expect(await refract(...command, "--data", "data")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining(`(process ${child.pid}, since `),
    });
  for (const command of [
    ["people", "tea", "--data", "data"],
    ["export", "tea", "--data", "data", "--out", "out", "--everybody"],
    ["backup", "--data", "data", "--out", "one.sqlite"],
    ["owner-link", "--data", "data"],
    ["study", "stored", "--data", "data"],
    ["study", "close", "tea", "--data", "data"],
    ["study", "reopen", "tea", "--data", "data"],
  ])
    expect(await refract(...command), command.join(" ")).toMatchObject({ exitCode: 0 });
  expect((await fetch(`${baseUrl}/health`)).status).toBe(200);
  // Elsewhere another one may serve.
  await serve("other");
});

test("a server that was killed holds nothing, whoever has its process number now", async () => {
  const { child } = await serve();
  child.kill("SIGKILL");
  await once(child, "exit");
  expect((await readdir("data")).filter((name) => name.startsWith("in-use"))).toEqual([
    "in-use.json",
    "in-use.lock",
  ]);
  const note = JSON.parse(await readFile("data/in-use.json", "utf8"));
  expect(note).toMatchObject({ command: "refract serve", pid: child.pid });
  // A process that runs: this one.
  await writeFile("data/in-use.json", JSON.stringify({ ...note, pid: process.pid }));
  const next = await serve();
  next.child.kill("SIGTERM");
  await once(next.child, "exit");
  expect(await readdir("data")).not.toContain("in-use.json");
  expect((await refract("key", "rotate", "--data", "data")).exitCode).toBe(0);
});

test("of servers that start at once on a new folder, one serves", async () => {
  const started = await Promise.allSettled([serve(), serve(), serve()]);
  expect(started.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a server of an earlier version, which noted its address alone, is found by its health", async () => {
  const { child } = await serve();
  child.kill("SIGTERM");
  await once(child, "exit");
  const earlier = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end('{"ok":true,"version":"0.1.0"}');
  }).listen(0, "127.0.0.1");
  await once(earlier, "listening");
  const address = earlier.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const note = JSON.stringify({ baseUrl, linkUrl: baseUrl });
  await writeFile("data/serving.json", note);
  const refused = `a server of an earlier Refract runs on ${process.cwd()}/data (${baseUrl})`;
  await expect(serve()).rejects.toThrow(refused);
  expect((await refract("key", "rotate", "--data", "data")).err).toContain(refused);
  expect(await refract("owner-link", "--data", "data")).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining("is of an earlier Refract, expected one of this version: start it anew"),
  });
  earlier.close();
  earlier.closeAllConnections();
  await once(earlier, "close");
  // Nobody answers there: it was killed, or the machine was.
  expect((await refract("owner-link", "--data", "data")).err).toContain("no server runs on");
  const next = await serve();
  // Who listens there now says which run it is, and would have noted that.
  await serve("other");
  await writeFile("other/serving.json", JSON.stringify({ baseUrl: next.baseUrl, linkUrl: next.baseUrl }));
  expect((await refract("owner-link", "--data", "other")).err).toContain("no server runs on");
});

test("a server whose disk could not take what was written ends, and the next one has all that was acknowledged", async () => {
  // Stands in for the disk: flushes of the log fail while this file is there.
  await writeFile(
    "disk.mjs",
    `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const real = fs.fdatasync;
fs.fdatasync = (file, done) => fs.existsSync("broken") ? done(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" })) : real(file, done);
syncBuiltinESMExports();
`,
  );
  const { child, baseUrl } = await serve("data", ["--import", `${process.cwd()}/disk.mjs`]);
  const said = finished(child);
  const ann = new ParticipantClient(baseUrl, "tea");
  await ann.arrive({ PID: "ann" });
  await writeFile("broken", "");
  const consent = { type: "consent.given", statements: { consent: true } } as const;
  const id = crypto.randomUUID();
  expect((await ann.send("consent", consent, id)).status).toBe(503);
  const { exitCode, err } = await said;
  expect(exitCode).toBe(-1);
  expect(child.signalCode).toBe("SIGKILL");
  expect(err).toContain("the disk could not take what was written (EIO: i/o error, fdatasync)");
  await rm("broken");
  const next = await serve();
  // The page sends it again, whether it had reached the disk or not.
  expect((await ann.again(next.baseUrl).send("consent", consent, id)).status).toBe(200);
});

test.skipIf(process.getuid?.() !== 0)(
  "root's look at a folder leaves files that the account can use",
  async () => {
    const { child } = await serve();
    child.kill("SIGTERM");
    await once(child, "exit");
    execFileSync("chown", ["-R", "65534:65534", "data"]);
    execFileSync("rm", ["data/in-use.lock"]);
    expect((await refract("key", "rotate", "--data", "data")).exitCode).toBe(0);
    expect(execFileSync("stat", ["-c", "%u", "data/in-use.lock"], { encoding: "utf8" }).trim()).toBe("65534");
  },
);
