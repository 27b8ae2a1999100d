import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/**
 * A program of its own: `node postgres-keeper.ts FOLDER PROGRAMS OWNER`. Makes a throw-away PostgreSQL in the folder,
 * writes its address to `ready` there (or the reason to `failed`), and stops and removes it all once the process OWNER
 * is gone. So it ends with the test run however that ends, and no test has to.
 */
const [folder, programs, ownerText] = process.argv.slice(2);
if (folder === undefined || programs === undefined || ownerText === undefined) {
  throw new Error("expected FOLDER PROGRAMS OWNER");
}
const owner = Number(ownerText);
/** PostgreSQL refuses to run as root. */
const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
let server: ChildProcess | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

try {
  const password = randomBytes(16).toString("hex");
  const data = await makeCluster(folder, programs, password);
  const port = await freePort();
  server = spawn(join(programs, "postgres"), serverArguments(data, port), {
    ...account,
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  server.on("exit", () => void stop());
  const address = `postgres://refract:${password}@127.0.0.1:${port}/postgres`;
  await untilItAnswers(address);
  announce("ready", address);
} catch (thrown) {
  announce("failed", thrown instanceof Error ? thrown.message : String(thrown));
  server?.kill("SIGKILL");
  // Long enough for everybody who waits to read why.
  await sleep(5000);
  await stop();
}
while (isAlive(owner)) await sleep(250);
await stop();

async function makeCluster(parent: string, bin: string, password: string): Promise<string> {
  const data = join(parent, "data");
  const passwordFile = join(parent, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) {
    chownSync(parent, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const initdb = spawn(
    join(bin, "initdb"),
    ["-D", data, "-U", "refract", "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8"].concat(
      "--locale=C",
      "--no-sync",
      "--no-instructions",
    ),
    { ...account, cwd: parent, stdio: ["ignore", "inherit", "inherit"] },
  );
  const code = await new Promise((resolve, reject) => initdb.on("exit", resolve).on("error", reject));
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${lastLog()}`);
  return data;
}

/** Loses its data when the machine stops, which a throw-away may. */
function serverArguments(data: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    max_connections: 200,
    shared_buffers: "32MB",
    autovacuum: "off",
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function untilItAnswers(address: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (server?.exitCode !== null) throw new Error(`postgres ended at once: ${lastLog()}`);
    const client = new pg.Client({ connectionString: address });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (thrown) {
      await client.end().catch(() => {});
      if (Date.now() > deadline) throw thrown;
      await sleep(50);
    }
  }
}

async function stop(): Promise<never> {
  if (server !== undefined && server.exitCode === null && server.signalCode === null) {
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server.removeAllListeners("exit");
    server.kill("SIGINT");
    await Promise.race([ended, sleep(3000)]);
    server.kill("SIGKILL");
  }
  rmSync(folder ?? "", { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

/** Whoever waits sees the file whole or not at all. */
function announce(name: string, text: string): void {
  const path = join(folder ?? "", name);
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

function lastLog(): string {
  const lines = readFileSync(join(folder ?? "", "log"), "utf8")
    .trim()
    .split("\n");
  return lines.at(-1) ?? "it said nothing";
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found = ["postgres", "nobody"]
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find((fields) => fields !== undefined);
  if (found === undefined) throw new Error("PostgreSQL refuses to run as root and there is no other account");
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}
