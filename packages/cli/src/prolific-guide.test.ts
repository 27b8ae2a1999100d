import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";

const guide = await readFile(join(repositoryRoot(), "docs", "prolific.md"), "utf8");
const commands = [...guide.matchAll(/npm run refract -- ([^\n`|]+)/g)].map((match) => match[1]?.trim() ?? "");
const yaml = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** As a shell splits it. */
const words = (command: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");

test("every command of the guide is one, with options that exist", async () => {
  expect(commands.length).toBeGreaterThan(9);
  for (const command of commands) {
    const args = words(command);
    const [first = "", second = ""] = args;
    const decisions = ["release", "approve", "return", "reject", "costs", "partial", "bonus"];
    const part = first === "people" && !decisions.includes(second) ? "list" : second;
    const name = ["people", "study", "dataset"].includes(first) ? [first, part] : [first];
    const { out } = await refract(...name, "--help");
    const known = new Set([...out.matchAll(/--[a-z-]+/g)].map((match) => match[0]));
    for (const option of args.filter((arg) => arg.startsWith("--"))) expect(known, command).toContain(option);
  }
});

test("the guide's settings make a study that passes the check without a word", async () => {
  await mkdir("study");
  const [settings = "", stages = ""] = yaml;
  await writeFile(
    "study/study.yaml",
    `refract: 1\nid: tea\ntitle: Tea\n${settings}${stages.replace(
      "stages:\n",
      'stages:\n  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}\n',
    )}  - {id: end, type: end}\n`,
  );
  const choices = (name: string, ...options: string[]) => ({
    type: "radiogroup",
    name,
    title: name,
    choices: options,
  });
  await writeFile(
    "study/you.json",
    JSON.stringify({
      pages: [
        {
          name: "p",
          elements: [
            choices("age", "under 18", "18 or over"),
            choices("check_1", "red", "blue"),
            choices("check_2", "cat", "horse"),
          ],
        },
      ],
    }),
  );
  expect(await refract("study", "check", "study/study.yaml")).toEqual({
    exitCode: 0,
    out: "ok: tea, consent > survey > end, 0 models, languages en\n",
    err: "",
  });
  // Each code that is taken away is missed by its name.
  const text = await readFile("study/study.yaml", "utf8");
  for (const field of ["completed", "declined", "screenedOut", "full", "failedCheck"]) {
    await writeFile("study/study.yaml", text.replace(new RegExp(`^ +${field}: .*\n`, "m"), ""));
    expect((await refract("study", "check", "study/study.yaml")).out, field).toContain(
      `entry.panel.codes.${field}: missing`,
    );
  }
});

test("the PRISM template is ready for Prolific once its commented lines are switched on", async () => {
  const files = join(repositoryRoot(), "examples", "prism");
  await cp(files, "prism", { recursive: true });
  const text = await readFile("prism/study.yaml", "utf8");
  const switchedOn = text
    .replace("    # use: prolific\n    # codes:", "    use: prolific\n    codes:")
    .replace("# participants: 1500", "participants: 1500")
    .replace("    required: false", "    required: true");
  expect(switchedOn).not.toBe(text);
  await writeFile("prism/study.yaml", switchedOn);
  const { exitCode, out } = await refract("study", "check", "prism/study.yaml");
  expect(exitCode).toBe(0);
  expect(out).not.toContain("entry.panel");
});
