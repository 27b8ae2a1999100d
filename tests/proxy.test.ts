import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ParticipantClient, repositoryRoot, signInResearcher, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const program = [
  process.env.REFRACT_TEST_NGINX ?? "",
  ...[...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].map((folder) => join(folder, "nginx")),
].find((path) => path !== "" && existsSync(path));

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

/** The block of docs/self-hosting.md with ports and folders of this test, and without TLS. */
async function documentedBlock(folder: string, from: number, to: number): Promise<string> {
  const text = await readFile(join(repositoryRoot(), "docs", "self-hosting.md"), "utf8");
  const block = /```nginx\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  expect(block).toContain("proxy_set_header Host $http_host;");
  const here = block
    .replace("127.0.0.1:8787", `127.0.0.1:${to}`)
    .replace("listen 443 ssl;", `listen 127.0.0.1:${from};`)
    .replaceAll(/^ {2}(?:http2|ssl_certificate|ssl_certificate_key) .*\n/gm, "")
    .replaceAll("/var/log/nginx/", `${folder}/`);
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off; pid ${folder}/nginx.pid; events {} http { ${scratch.join(" ")}\n${here} }`;
}

test("the documented nginx block works on any port, and writes no panel id, token or key down", async (context) => {
  if (program === undefined)
    return context.skip("needs nginx: apt-get install nginx, or set REFRACT_TEST_NGINX");
  const folder = await mkdtemp(join(tmpdir(), "refract-proxy-"));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const running = await startTestServer({
    study,
    publicUrl,
    pages: { styles: [], serve: (request) => request.body("") },
  });
  await mkdir(join(folder, "logs"));
  const file = join(folder, "nginx.conf");
  await writeFile(file, await documentedBlock(folder, port, Number(new URL(running.server.baseUrl).port)));
  const nginx = spawn(program, ["-p", folder, "-c", file, "-e", join(folder, "start.log")], {
    stdio: "inherit",
  });
  const ended = once(nginx, "exit");
  try {
    const answers = () =>
      fetch(`${publicUrl}/health`).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(answers, { timeout: 20_000 }).toBe(200);
    const person = new ParticipantClient(publicUrl, "tea");
    await fetch(`${publicUrl}/s/tea?PID=canary-panel-id`);
    expect((await person.arrive({ PID: "canary-panel-id" })).status).toBe(200);
    const consent = { type: "consent.given", statements: { consent: true } };
    expect((await person.send("consent", consent)).status).toBe(200);
    const { entryUrl } = running.server;
    const { headers, key } = await signInResearcher({ baseUrl: publicUrl, entryUrl });
    const stream = await fetch(`${publicUrl}/api/r/stream?key=${encodeURIComponent(key)}`, { headers });
    // A stream is passed on while it is open.
    expect(new TextDecoder().decode((await stream.body?.getReader().read())?.value)).toContain("event:");
    await running[Symbol.asyncDispose]();
    // What fails is what an error log would tell of.
    expect((await fetch(`${publicUrl}/s/tea?PID=canary-panel-id`)).status).toBe(502);
    nginx.kill("SIGQUIT");
    await ended;
    const access = await readFile(join(folder, "refract.log"), "utf8");
    expect(access).toContain('"GET /s/tea" 502');
    expect(access).toContain('"POST /api/p/enter" 200');
    const written = access + (await readFile(join(folder, "refract-error.log"), "utf8"));
    const token = new URL(entryUrl).searchParams.get("token") ?? "";
    for (const secret of ["canary", token, key]) expect(written).not.toContain(secret);
  } finally {
    nginx.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
