// The other side: promptfoo, from a folder outside the project into which `npm install promptfoo` put it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const usageSchema = z.object({ cpuSeconds: z.number(), peakMb: z.number() });

/** Version of an installation. */
export async function promptfooVersion(installation: string): Promise<string> {
  const text = await readFile(join(installation, "node_modules/promptfoo/package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/**
 * Asks the same items of the same server, 50 at a time, with logs, telemetry and updates off and results kept in its own
 * database, as it does by default. Processor time is summed over its processes; memory is that of the largest.
 *
 * @param work a folder of its own; its cache lives there, so that a second call with the same folder may find it
 */
export async function askPromptfoo(
  installation: string,
  work: string,
  url: string,
  items: number,
  cache: boolean,
): Promise<{ readonly wallSeconds: number; readonly cpuSeconds: number; readonly peakMb: number }> {
  const usage = join(work, "usage");
  await rm(usage, { recursive: true, force: true });
  await mkdir(usage, { recursive: true });
  const tests = Array.from({ length: items }, (_, number) => ({
    vars: { number: String(number) },
    assert: [{ type: "equals", value: "B" }],
  }));
  await writeFile(join(work, "tests.json"), JSON.stringify(tests));
  const provider = {
    id: "openai:chat:stub",
    config: { apiBaseUrl: `${url}/v1`, apiKey: "none", temperature: 0 },
  };
  await writeFile(
    join(work, "config.json"),
    JSON.stringify({
      providers: [provider],
      prompts: ["Which of the four answers is the right one for case number {{number}}?"],
      tests: "file://tests.json",
    }),
  );
  const entry = join(installation, "node_modules/promptfoo/dist/src/entrypoint.js");
  const preload = fileURLToPath(new URL("note-usage.mjs", import.meta.url));
  const args = ["eval", "-c", "config.json", "-j", "50", "--no-progress-bar", "--no-table"];
  const began = performance.now();
  const child = spawn(process.execPath, [entry, ...args, ...(cache ? [] : ["--no-cache"])], {
    cwd: work,
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${preload}`,
      USAGE_FOLDER: usage,
      PROMPTFOO_CONFIG_DIR: join(work, "own"),
      PROMPTFOO_DISABLE_TELEMETRY: "1",
      PROMPTFOO_DISABLE_UPDATE: "1",
      PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
      LOG_LEVEL: "error",
    },
  });
  const [code] = await once(child, "close");
  // 100: some assertion failed; the stub answers all alike, so none does.
  if (code !== 0) throw new Error(`promptfoo ended with ${code}`);
  const wallSeconds = (performance.now() - began) / 1000;
  const usages = await Promise.all(
    (await readdir(usage)).map(async (name) =>
      usageSchema.parse(JSON.parse(await readFile(join(usage, name), "utf8"))),
    ),
  );
  return {
    wallSeconds,
    cpuSeconds: usages.reduce((sum, one) => sum + one.cpuSeconds, 0),
    peakMb: Math.max(...usages.map(({ peakMb }) => peakMb)),
  };
}
