import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ParticipantClient, repositoryRoot, signInResearcher, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const programOf = (name: string) =>
  [
    process.env[`REFRACT_TEST_${name.toUpperCase()}`] ?? "",
    ...[...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].map((folder) => join(folder, name)),
  ].find((path) => path !== "" && existsSync(path));
const nginxProgram = programOf("nginx");
const caddyProgram = programOf("caddy");

const study = {
  "study.yaml": `refract: 1
id: tea
title: Tea
entry: {panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return address.port;
}

async function blockOf(language: string): Promise<string> {
  const text = await readFile(join(repositoryRoot(), "docs", "self-hosting.md"), "utf8");
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";
}

/** The documented block with ports and folders of this test, and without TLS. */
async function nginxBlock(folder: string, from: number, to: number): Promise<string> {
  const block = await blockOf("nginx");
  expect(block).toContain("proxy_set_header Host $http_host;");
  const here = block
    .replace("127.0.0.1:8787", `127.0.0.1:${to}`)
    .replace("listen 443 ssl;", `listen 127.0.0.1:${from};`)
    .replaceAll(/^ {2}(?:http2|ssl_certificate|ssl_certificate_key) .*\n/gm, "")
    .replaceAll("/var/log/nginx/", `${folder}/`);
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  // Workers of root's nginx are another account's, which has no way into the test's folder.
  const account = process.getuid?.() === 0 ? "user root;" : "";
  return `${account} daemon off; pid ${folder}/nginx.pid; events {} http { ${scratch.join(" ")}\n${here} }`;
}

/** The documented block with a port of this test and a certificate that Caddy issues itself. */
async function caddyBlock(folder: string, from: number, to: number): Promise<string> {
  const block = await blockOf("caddyfile");
  expect(block).toContain("flush_interval -1");
  return block
    .replace("127.0.0.1:8787", `127.0.0.1:${to}`)
    .replace("study.example.org {", `https://localhost:${from} {\n\ttls internal`)
    .replace(
      /^\{\n/,
      `{\n\tskip_install_trust\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system ${folder}/caddy\n`,
    )
    .replace("\tlog {\n", `\tlog {\n\t\toutput file ${folder}/refract.log\n`);
}

/** A proxy that runs, and the address people use. */
interface Proxy {
  readonly publicUrl: string;
  /** Starts it before this port; whatever is needed to reach it is there when it answers. */
  readonly start: (folder: string, to: number) => Promise<ChildProcess>;
  /** Files that it writes what happens to. */
  readonly logs: readonly string[];
  /** Lines that have to be there. */
  readonly says: readonly string[];
}

const answers = (publicUrl: string) =>
  fetch(`${publicUrl}/health`).then(
    ({ status }) => status,
    () => 0,
  );

/** Somebody takes part and a researcher looks on, through the proxy; then the server goes away. */
async function walkThrough({ publicUrl, start, logs, says }: Proxy): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "refract-proxy-"));
  const running = await startTestServer({
    study,
    publicUrl,
    pages: { styles: [], serve: (request) => request.body("") },
  });
  const proxy = await start(folder, Number(new URL(running.server.baseUrl).port));
  const ended = once(proxy, "exit");
  try {
    await expect.poll(() => answers(publicUrl), { timeout: 60_000 }).toBe(200);
    const person = new ParticipantClient(publicUrl, "tea");
    await fetch(`${publicUrl}/s/tea?PID=canary-panel-id`);
    const entered = await person.arrive({ PID: "canary-panel-id" });
    expect(entered.status).toBe(200);
    expect(entered.headers.get("set-cookie")).toContain("HttpOnly");
    expect(entered.headers.get("set-cookie")?.includes("Secure")).toBe(publicUrl.startsWith("https:"));
    const consent = { type: "consent.given", statements: { consent: true } };
    expect((await person.send("consent", consent)).status).toBe(200);
    // A long text arrives whole, and one that is too long is told so by Refract itself.
    const long = (bytes: number) =>
      person.send("end", { type: "feedback.saved", text: "x".repeat(bytes) }).then(({ body }) => body.error);
    expect((await long(400_000)).userMessage).not.toBe("text-long");
    expect((await long(600_000)).userMessage).toBe("text-long");
    const { entryUrl } = running.server;
    const { headers, key } = await signInResearcher({ baseUrl: publicUrl, entryUrl });
    const stream = await fetch(`${publicUrl}/api/r/stream?key=${encodeURIComponent(key)}`, { headers });
    // A stream is passed on while it is open, packed as the server packs it.
    expect(stream.headers.get("content-encoding")).toBe("gzip");
    expect(new TextDecoder().decode((await stream.body?.getReader().read())?.value)).toContain("retry:");
    const foreign = { method: "POST", headers: { origin: "https://elsewhere.example" }, body: "{}" };
    expect((await fetch(`${publicUrl}/api/p/withdraw`, foreign)).status).toBe(403);
    await running[Symbol.asyncDispose]();
    // What fails is what an error log would tell of.
    expect((await fetch(`${publicUrl}/s/tea?PID=canary-panel-id`)).status).toBe(502);
    proxy.kill("SIGQUIT");
    await ended;
    const written = await Promise.all(logs.map((name) => readFile(join(folder, name), "utf8")));
    for (const line of says) expect(written.join("")).toContain(line);
    const token = new URL(entryUrl).searchParams.get("token") ?? "";
    for (const secret of ["canary", token, key]) expect(written.join("")).not.toContain(secret);
  } finally {
    // Not SIGKILL, which would leave nginx's workers behind.
    proxy.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

test("the documented nginx block works on any port, and writes no panel id, token or key down", async (context) => {
  if (nginxProgram === undefined)
    return context.skip("needs nginx: apt-get install nginx, or set REFRACT_TEST_NGINX");
  const port = await freePort();
  await walkThrough({
    publicUrl: `http://127.0.0.1:${port}`,
    start: async (folder, to) => {
      await mkdir(join(folder, "logs"));
      const file = join(folder, "nginx.conf");
      await writeFile(file, await nginxBlock(folder, port, to));
      return spawn(nginxProgram, ["-p", folder, "-c", file, "-e", join(folder, "start.log")], {
        stdio: "inherit",
      });
    },
    logs: ["refract.log", "refract-error.log"],
    says: ['"GET /s/tea" 502', '"POST /api/p/enter" 200'],
  });
});

test("the documented Caddyfile works with TLS on any port, and writes no panel id, token or key down", async (context) => {
  if (caddyProgram === undefined)
    return context.skip("needs Caddy: apt-get install caddy, or set REFRACT_TEST_CADDY");
  const port = await freePort();
  const trusted = getCACertificates();
  try {
    await walkThrough({
      publicUrl: `https://localhost:${port}`,
      start: async (folder, to) => {
        const file = join(folder, "Caddyfile");
        await writeFile(file, await caddyBlock(folder, port, to));
        const caddy = spawn(caddyProgram, ["run", "--config", file, "--adapter", "caddyfile"], {
          stdio: ["ignore", "ignore", "inherit"],
          env: { ...process.env, HOME: folder },
        });
        const root = join(folder, "caddy", "pki", "authorities", "local", "root.crt");
        await expect.poll(() => existsSync(root), { timeout: 60_000 }).toBe(true);
        setDefaultCACertificates([...trusted, await readFile(root, "utf8")]);
        return caddy;
      },
      logs: ["refract.log"],
      says: ['"uri":"/s/tea"', '"status":502', '"uri":"/api/p/enter"'],
    });
  } finally {
    setDefaultCACertificates(trusted);
  }
});
