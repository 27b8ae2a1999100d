import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { signInResearcher } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { finished, refract, smallStudy, startRefract, workingFolder } from "./command-line.fixture.ts";

// The server says so when it builds the pages itself.
beforeAll(buildWeb);

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await writeFile("study.yaml", smallStudy());
});
afterEach(() => folder[Symbol.asyncDispose]());

test.each([
  [["--port", "99999"], '--port: invalid value "99999", expected a whole number from 0 to 65535'],
  [["--port", "http"], '--port: invalid value "http", expected a whole number from 0 to 65535'],
  [["--port", "0x50"], '--port: invalid value "0x50", expected a whole number from 0 to 65535'],
  [["--port", ""], '--port: invalid value "", expected a whole number from 0 to 65535'],
  [
    ["--public-url", "study.example.org"],
    '--public-url: invalid value "study.example.org", expected an address such as https://study.example.org',
  ],
  [
    ["--public-url", "https://example.org/study"],
    '--public-url: invalid value "https://example.org/study", expected an address such as https://study.example.org',
  ],
])("%j is refused before anything is opened", async (options, message) => {
  expect(await refract("serve", "study.yaml", "--data", "data", ...options)).toEqual({
    exitCode: 2,
    out: "",
    err: `refract: ${message}\n`,
  });
  expect(await readdir(".")).toEqual(["study.yaml"]);
});

test("a data folder that does not let its secret be read is named as the option", async () => {
  await mkdir("data/secret.key", { recursive: true });
  expect(await refract("serve", "study.yaml", "--data", "data", "--port", "0")).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(
      /^refract: --data: EISDIR.*, expected a folder that can be read and written\n$/,
    ),
  });
});

test("an address of another machine is named", async () => {
  expect(
    await refract("serve", "study.yaml", "--data", "data", "--port", "0", "--host", "203.0.113.5"),
  ).toMatchObject({
    exitCode: 1,
    err: 'refract: host: "203.0.113.5" is no address of this machine, expected one such as 127.0.0.1, or 0.0.0.0 for all\n',
  });
});

test("owner-link lets a browser in at the server that runs, and says when none does", async () => {
  expect(await refract("owner-link", "--data", "data")).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(
      /^refract: --data: no server runs on .*data, expected the folder of one that does/,
    ),
  });
  const child = startRefract(["serve", "study.yaml", "--data", "data", "--port", "0", "--json"]);
  const [chunk] = await once(child.stdout ?? child, "data");
  const started = JSON.parse(String(chunk));
  const baseUrl = new URL(started.startPage).origin;
  await signInResearcher({ baseUrl, entryUrl: started.startPage });
  const made = await refract("owner-link", "--data", "data", "--json");
  const { link } = JSON.parse(made.out);
  expect(link).toMatch(new RegExp(`^${baseUrl}/\\?token=`));
  const { headers } = await signInResearcher({ baseUrl, entryUrl: link });
  expect((await fetch(`${baseUrl}/api/r/overview`, { headers })).status).toBe(200);
  child.kill("SIGTERM");
  await finished(child);
  expect(await refract("owner-link", "--data", "data")).toMatchObject({ exitCode: 2 });
});

test("what the server prints names its data folder with the command for another link", async () => {
  const child = startRefract(["serve", "study.yaml", "--data", "my data", "--port", "0"]);
  const [chunk] = await once(child.stdout ?? child, "data");
  child.kill("SIGTERM");
  await finished(child);
  expect(String(chunk)).toContain('(refract owner-link --data "my data" prints another)');
});

describe("what can't be served leaves nothing behind", () => {
  test("a survey outside the study's folder", async () => {
    const outside = "stages:\n  - {id: you, type: survey, survey: ../you.json}\n";
    await writeFile("study.yaml", smallStudy().replace("stages:\n", outside));
    const { exitCode, err } = await refract("serve", "study.yaml", "--data", "data", "--port", "0");
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /^refract: study\.yaml:\d+:\d+: stages\[0\]\.survey: invalid value "\.\.\/you\.json"/,
    );
    expect(await readdir(".")).toEqual(["study.yaml"]);
  });

  test("a study with a mistake", async () => {
    await writeFile("study.yaml", smallStudy().replace("id: small", "id: Small"));
    expect(await refract("serve", "study.yaml", "--data", "data", "--port", "0")).toEqual({
      exitCode: 2,
      out: "",
      err: 'refract: study.yaml:2:5: id: invalid value "Small", expected lower-case letters, digits and hyphens\n',
    });
    expect(await readdir(".")).toEqual(["study.yaml"]);
  });

  test("a models.yaml with a mistake", async () => {
    await writeFile("models.yaml", "models: 5\n");
    const refused = await refract("serve", "study.yaml", "--data", "data", "--port", "0");
    expect(refused).toMatchObject({ exitCode: 2, out: "" });
    expect(refused.err).toContain("models.yaml:1:9: models: invalid value 5, expected array");
    // The lock's own file stays in a folder that was ever held.
    expect(await readdir("data")).toEqual(["in-use.lock"]);
  });

  test("a port that is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const refused = await refract("serve", "study.yaml", "--data", "data", "--port", port);
    expect(refused).toMatchObject({ exitCode: 1, out: "" });
    expect(refused.err).toContain(port);
    other.close();
  });

  test("a cap that can't be kept, because a model has no price", async () => {
    await writeFile(
      "study.yaml",
      smallStudy(["demo:plain", "http://127.0.0.1:9/v1#mine"], "budget: { capUsd: 5 }\n"),
    );
    const refused = await refract("serve", "study.yaml", "--data", "data", "--port", "0");
    expect(refused).toMatchObject({ exitCode: 2, out: "" });
    expect(refused.err).toContain("http://127.0.0.1:9/v1#mine");
  });
});

test("a server says where it is, warns of missing keys, answers, and stops cleanly", async () => {
  await writeFile("study.yaml", smallStudy(["demo:plain", "openai:gpt-4o-mini"]));
  const child = startRefract(["serve", "study.yaml", "--data", "data", "--port", "0", "--json"]);
  const [chunk] = await once(child.stdout ?? child, "data");
  const started = JSON.parse(String(chunk));
  expect(started).toEqual({
    startPage: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\S{20,}$/),
    studies: [{ id: "small", link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/s\/small$/) }],
    dataFolder: `${folder.path}/data`,
    warnings: [expect.stringContaining("OPENAI_API_KEY")],
  });
  const page = await fetch(started.studies[0].link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("<!doctype html>");
  child.kill("SIGTERM");
  const { exitCode, out, err } = await finished(child);
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: "" });
  const said = err
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).msg);
  expect(said).toEqual(["the server started", "the server stops", "the server stopped"]);
});
