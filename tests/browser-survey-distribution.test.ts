import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  repositoryRoot,
  takeScreenshot,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { ParticipantPage } from "./browser/participant-page.ts";
import { TaskPage } from "./browser/task-page.ts";

const command = join(repositoryRoot(), "packages", "cli", "src", "main.ts");
const program = ["--disable-warning=ExperimentalWarning", command];
const perPerson = 8;
const opinions = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"];

const rowSchema = z.object({
  item: z.string(),
  value: z.string().nullable(),
  missing: z.string().nullable(),
  place: z.number(),
  answeredAt: z.string().nullable(),
});
const startedSchema = z.object({ studies: z.array(z.object({ link: z.string() })).length(1) });

await describeWith(chromium, "the survey-distribution template, served", (executable) => {
  test("somebody answers their eight statements in a browser, and the export has every answer", async () => {
    const work = await mkdtemp(join(tmpdir(), "refract-served-"));
    const refract = (...args: string[]) =>
      promisify(execFile)(process.execPath, [...program, ...args], { cwd: work });
    await buildWeb();
    await refract("study", "new", "survey-distribution", "opinions");
    const server = spawn(
      process.execPath,
      [...program, "serve", "opinions", "--data", "data", "--port", "0", "--json"],
      { cwd: work, stdio: ["ignore", "pipe", "inherit"] },
    );
    onTestFinished(() => {
      server.kill("SIGKILL");
    });
    const [printed] = await once(server.stdout, "data");
    const { studies } = startedSchema.parse(JSON.parse(String(printed)));

    await using browser = await openBrowser(executable);
    const { page, errors } = await browser.openPage({
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
      reducedMotion: "reduce",
    });
    const look = async (state: string) => {
      await expectNoAxeViolations(page);
      await takeScreenshot(page, `survey-distribution-${state}`);
    };
    const person = new ParticipantPage(page, { language: "en", by: "mouse", look });
    const task = new TaskPage(page, "en");
    await person.enter(studies[0]?.link ?? "");
    await person.consent();
    await person.survey();
    await task.begin.waitFor();
    await look("introduction");
    await task.begin.click();
    for (let number = 1; number <= perPerson; number += 1) {
      await task.item(number, perPerson);
      // The last statement is passed over; one of each opinion and then again before it.
      const answer = number === perPerson ? task.word("task.decline") : (opinions[(number - 1) % 5] ?? "");
      await task.radio(answer).click();
      if (number === 1) await look("statement");
      if (number === 3) {
        await page.reload();
        await task.item(number, perPerson);
        expect(await task.radio(answer).isChecked()).toBe(true);
      }
      await task.goOn.click();
    }
    await person.end();
    expect(errors).toEqual([]);
    server.kill("SIGTERM");
    await once(server, "exit");

    await refract("export", "survey-distribution", "--data", "data", "--out", "answers");
    const rows = (await readFile(join(work, "answers", "responses.jsonl"), "utf8"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => rowSchema.parse(JSON.parse(line)));
    expect(rows.map(({ value, missing }) => value ?? missing)).toEqual([
      "strongly_disagree",
      "disagree",
      "neutral",
      "agree",
      "strongly_agree",
      "strongly_disagree",
      "disagree",
      "prefer-not-to-say",
    ]);
    expect(rows.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(rows.map(({ item }) => item)).size).toBe(perPerson);
    const times = rows.map(({ answeredAt }) => Date.parse(answeredAt ?? ""));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { stdout } = await refract("dataset", "check", "answers");
    expect(stdout).toContain("ok: nothing is wrong");
    await rm(work, { recursive: true, force: true });
  }, 240_000);
});
