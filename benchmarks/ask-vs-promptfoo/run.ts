// `node benchmarks/ask-vs-promptfoo/run.ts [PROMPTFOO_FOLDER]`: every scenario on this machine, those that promptfoo can run
// right after it in turns, where the folder of its installation is given; writes results.json.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { askPromptfoo, promptfooVersion } from "./promptfoo.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const work = await mkdtemp(join(tmpdir(), "refract-ask-"));

const figuresSchema = z.object({
  asked: z.number(),
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
});
type Figures = z.infer<typeof figuresSchema> & { readonly calls: number; readonly quota: number };

async function startStub(delayMs: number, quotaShare: number) {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", here("stub-server.ts"), String(delayMs), String(quotaShare)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [chunk] = await once(child.stdout, "data");
  const url = String(chunk).trim();
  const counts = async () =>
    z.object({ calls: z.number(), quota: z.number() }).parse(await (await fetch(`${url}/counts`)).json());
  return { url, counts, stop: () => child.kill() };
}

function ask(url: string, items: number, repeats: number, out: string, cache = "none") {
  const args = [url, String(items), String(repeats), join(work, out), cache, "50"];
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", here("asker.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function figuresOf(child: ReturnType<typeof ask>): Promise<z.infer<typeof figuresSchema>> {
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  await once(child, "close");
  return figuresSchema.parse(JSON.parse(text));
}

async function scenario(
  name: string,
  options: { items: number; repeats?: number; delayMs?: number; quotaShare?: number; cache?: string },
): Promise<Figures> {
  const stub = await startStub(options.delayMs ?? 0, options.quotaShare ?? 0);
  try {
    const figures = await figuresOf(
      ask(stub.url, options.items, options.repeats ?? 1, name, options.cache ?? "none"),
    );
    const { calls, quota } = await stub.counts();
    return { ...figures, calls, quota };
  } finally {
    stub.stop();
  }
}

/** One stub throughout, so that the model's address, and with it the cache, stays the same. */
async function cachedScenario(): Promise<Figures> {
  const stub = await startStub(0, 0);
  const cache = join(work, "cache.sqlite");
  try {
    await figuresOf(ask(stub.url, 2000, 1, "filling", cache));
    const before = (await stub.counts()).calls;
    const figures = await figuresOf(ask(stub.url, 2000, 1, "cached", cache));
    const { calls, quota } = await stub.counts();
    return { ...figures, calls: calls - before, quota };
  } finally {
    stub.stop();
  }
}

async function killedScenario(): Promise<Figures> {
  const stub = await startStub(20, 0);
  try {
    const child = ask(stub.url, 2000, 1, "killed");
    while ((await stub.counts()).calls < 900) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGKILL");
    await once(child, "close");
    const figures = await figuresOf(ask(stub.url, 2000, 1, "killed"));
    return { ...figures, ...(await stub.counts()) };
  } finally {
    stub.stop();
  }
}

/** The same scenario, first by promptfoo and then by Refract, twice; medians would need more rounds than anybody waits for. */
async function inTurns(
  installation: string,
  name: string,
  options: { items: number; delayMs?: number; cached?: boolean },
) {
  const rounds = [];
  for (let round = 0; round < 2; round += 1) {
    const stub = await startStub(options.delayMs ?? 0, 0);
    const folder = join(work, `promptfoo-${name}-${round}`);
    const cache = join(work, `${name}-${round}.sqlite`);
    try {
      await mkdir(folder);
      if (options.cached === true) {
        await askPromptfoo(installation, folder, stub.url, options.items, true);
        await figuresOf(ask(stub.url, options.items, 1, `${name}-${round}-filling`, cache));
      }
      const promptfoo = await askPromptfoo(
        installation,
        folder,
        stub.url,
        options.items,
        options.cached === true,
      );
      const { wallSeconds, cpuSeconds, peakMb } = await figuresOf(
        ask(stub.url, options.items, 1, `${name}-${round}`, options.cached === true ? cache : "none"),
      );
      const refract = { wallSeconds, cpuSeconds, peakMb };
      rounds.push({
        promptfoo,
        refract,
        timesFaster: promptfoo.wallSeconds / wallSeconds,
        load: loadavg()[0],
      });
    } finally {
      stub.stop();
    }
  }
  return rounds;
}

const [installation] = process.argv.slice(2);
try {
  // The first start compiles; it is not counted.
  await scenario("warm-up", { items: 10 });
  const results = {
    "start-up, 10 samples": await scenario("start", { items: 10 }),
    "2,000 samples, 0 ms": await scenario("plain", { items: 2000 }),
    "2,000 samples, 200 ms": await scenario("slow", { items: 2000, delayMs: 200 }),
    "2,000 samples, all cached": await cachedScenario(),
    "2,000 samples, 5 % answered 429": await scenario("quota", { items: 2000, quotaShare: 0.05 }),
    "2,000 samples, killed at 45 % and resumed (figures of the second part)": await killedScenario(),
    "10,000 samples, 0 ms (2,000 items, 5 repeats)": await scenario("ten", { items: 2000, repeats: 5 }),
    "100,000 samples, 0 ms (2,000 items, 50 repeats)": await scenario("hundred", {
      items: 2000,
      repeats: 50,
    }),
  };
  const turns =
    installation === undefined
      ? null
      : {
          promptfoo: await promptfooVersion(installation),
          "start-up, 10 samples": await inTurns(installation, "turn-start", { items: 10 }),
          "2,000 samples, 0 ms": await inTurns(installation, "turn-plain", { items: 2000 }),
          "2,000 samples, 200 ms": await inTurns(installation, "turn-slow", { items: 2000, delayMs: 200 }),
          "2,000 samples, all cached": await inTurns(installation, "turn-cached", {
            items: 2000,
            cached: true,
          }),
        };
  const machine = {
    cpu: cpus()[0]?.model ?? "",
    cores: cpus().length,
    load: loadavg(),
    node: process.version,
  };
  await writeFile(here("results.json"), `${JSON.stringify({ machine, results, turns }, null, 2)}\n`);
  console.table(results);
  console.log(JSON.stringify(turns, null, 1));
} finally {
  await rm(work, { recursive: true, force: true });
}
