import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";
import { servedStudy } from "./served-study.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

test("with --json every command prints exactly one JSON document, wherever the option stands", async () => {
  await using release = await madeFolder(madeReleaseFiles({ seed: "json", participants: 2 }));
  await servedStudy(join(folder.path, "data"), 1);
  await writeFile("study.yaml", smallStudy());
  const commands: readonly (readonly [command: string, fields: readonly string[]])[] = [
    ["study new pair-arena mine", ["template", "folder", "files"]],
    ["study check mine", ["ok", "problems"]],
    ["study schema", ["$schema", "type", "properties", "required", "additionalProperties", "$defs"]],
    ["study templates", ["0", "1", "2"]],
    ["simulate study.yaml --people 1 --out simulated", ["folder", "seed", "visits", "counts", "failures"]],
    ["export small --data data --out out --simulated only", ["folder", "manifest", "leftOut", "visits"]],
    [
      `dataset check ${release.path}`,
      [
        ...["directory", "form", "valid", "violations", "violationCount", "violationsByKind"],
        ...["violationsByFile", "counts", "files", "notes"],
      ],
    ],
    [
      `dataset describe ${release.path}`,
      [
        "directory",
        "totals",
        "participants",
        "attributes",
        "verdicts",
        "questions",
        "skippedLines",
        "missingFiles",
      ],
    ],
    [`dataset card ${release.path}`, ["folder", "made", "card"]],
    [
      `dataset get prism --from ${release.path} --out prism`,
      ["name", "title", "directory", "source", "files", "licence", "citation"],
    ],
    ["models", ["named", "models", "providers"]],
    ["models check demo:plain", ["0"]],
    ["backup --data data --out copy.sqlite", ["file"]],
    ["restore copy.sqlite --data restored", ["file", "studies"]],
  ];
  for (const [index, [command, fields]] of commands.entries()) {
    const args = command.split(" ");
    const { exitCode, out, err } = await refract(
      ...(index % 2 === 0 ? ["--json", ...args] : [...args, "--json"]),
    );
    expect([command, exitCode, err]).toEqual([command, 0, ""]);
    expect([command, Object.keys(JSON.parse(out))]).toEqual([command, fields]);
  }
});

test("what fails prints one document too, and the message on the error stream", async () => {
  expect(await refract("study", "check", "nowhere", "--json")).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(/^refract: nowhere: there is no such file/),
  });
  for (const [command, code, message] of [
    ["study check nowhere", "not-found", /^nowhere: there is no such file or folder/],
    ["study new prisma mine", "invalid-input", /^template: invalid value "prisma", expected one of/],
    ["serve --port x", "invalid-input", /^--port: invalid value "x"/],
    ["frobnicate", "invalid-input", /^unknown command 'frobnicate'/],
    ["simulate", "invalid-input", /^missing required argument 'study'|^required option/],
  ] as const) {
    const { exitCode, out } = await refract(...command.split(" "), "--json");
    expect([command, exitCode]).toEqual([command, 2]);
    expect(JSON.parse(out)).toEqual({ error: { code, message: expect.stringMatching(message) } });
  }
});

test("a bad study is a document with its problems", async () => {
  await writeFile("study.yaml", smallStudy().replace("id: small", "id: Small"));
  const { exitCode, out } = await refract("study", "check", "study.yaml", "--json");
  expect(exitCode).toBe(2);
  expect(JSON.parse(out)).toEqual({
    ok: false,
    problems: [
      {
        file: "study.yaml",
        line: 2,
        column: 5,
        field: "id",
        message: 'invalid value "Small", expected lower-case letters, digits and hyphens',
        severity: "error",
      },
    ],
  });
});
