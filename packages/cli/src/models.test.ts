import { writeFile } from "node:fs/promises";
import { StubModelServer, signatureOf } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const answering = /^(\S+) +(answers|does not answer) +\S+ +(.*)$/;

function rowsOf(out: string): readonly (readonly string[])[] {
  return out
    .split("\n")
    .map((line) => answering.exec(line)?.slice(1) ?? [])
    .filter((row) => row.length > 0);
}

test("models lists what can be named, and which keys are there, never the key", async () => {
  vi.stubEnv("ANTHROPIC_API_KEY", "canary");
  await writeFile("models.yaml", "models: [{ id: short, use: demo:warm }]\n");
  const { exitCode, out, err } = await refract("models");
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^short +demo:warm +models\.yaml$/m);
  expect(out).toMatch(/^demo:plain +.* scripted text$/m);
  expect(out).toMatch(/^anthropic +ANTHROPIC_API_KEY is set /m);
  expect(out).toMatch(/^openai +OPENAI_API_KEY is not set /m);
  expect(out + err).not.toContain("canary");
});

describe("models check", () => {
  test("says what answers, and fails when something does not", async () => {
    await using server = await StubModelServer.start({ models: ["alpha"] });
    const good = await refract("models", "check", server.reference("alpha"), "demo:plain");
    expect(good).toMatchObject({ exitCode: 0, err: "" });
    expect(rowsOf(good.out)).toEqual([
      [server.reference("alpha"), "answers", expect.stringContaining(signatureOf("alpha"))],
      ["demo:plain", "answers", "scripted demonstration text"],
    ]);
    const bad = await refract("models", "check", server.reference("alpha"), server.reference("beta"));
    expect(bad).toMatchObject({ exitCode: 1, err: "" });
    expect(rowsOf(bad.out).map((row) => row.slice(0, 2))).toEqual([
      [server.reference("alpha"), "answers"],
      [server.reference("beta"), "does not answer"],
    ]);
  });

  test("names the variable of a missing key", async () => {
    const { exitCode, out } = await refract("models", "check", "openai:gpt-4o-mini");
    expect(exitCode).toBe(1);
    expect(rowsOf(out)).toEqual([
      ["openai:gpt-4o-mini", "does not answer", expect.stringContaining("OPENAI_API_KEY")],
    ]);
  });

  test("takes the pool of a study file and names of models.yaml", async () => {
    await using server = await StubModelServer.start();
    await writeFile("models.yaml", `models: [{ id: lab, use: "${server.reference("alpha")}" }]\n`);
    await writeFile("study.yaml", smallStudy(["demo:plain", "named:lab"]));
    const { exitCode, out } = await refract("models", "check", "study.yaml", "lab");
    expect(exitCode).toBe(0);
    expect(rowsOf(out).map((row) => row[1])).toEqual(["answers", "answers", "answers"]);
    expect(server.count("alpha")).toBe(2);
  });

  test("names what there is when a name is unknown", async () => {
    expect(await refract("models", "check", "short")).toEqual({
      exitCode: 2,
      out: "",
      err: 'refract: unknown model "short", expected provider:model, http://host/v1#model or a name of models.yaml (none, there is no models.yaml)\n',
    });
  });

  test("says where a models.yaml is wrong", async () => {
    await writeFile("models.yaml", "models:\n  - id: a b\n    use: demo:plain\n");
    expect(await refract("models", "check", "demo:plain")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: ${folder.path}/models.yaml:2:9: models[0].id: invalid value "a b", expected a name without blanks and colons\n`,
    });
  });

  test("a voice that fails for drills is a model that does not answer", async () => {
    const { exitCode, out } = await refract("models", "check", "demo:fails");
    expect(exitCode).toBe(1);
    expect(rowsOf(out)[0]?.[1]).toBe("does not answer");
  });
});
