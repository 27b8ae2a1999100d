import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL("./stop-signals.ts", import.meta.url));

test("signals after the first change nothing: what is under way is written before the program ends", async () => {
  const program = `
    const { onStopSignal } = await import(${JSON.stringify(here)});
    const stay = setInterval(() => {}, 1000);
    const release = Promise.withResolvers();
    onStopSignal(() => {
      console.log("stopping");
      process.stdin.once("data", release.resolve);
    });
    console.log("up");
    await release.promise;
    console.log("written");
    clearInterval(stay);
    process.stdin.destroy();
  `;
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const patient = { timeout: 20_000 };
  await expect.poll(() => said, patient).toBe("up\n");
  child.kill("SIGTERM");
  await expect.poll(() => said, patient).toBe("up\nstopping\n");
  for (const signal of ["SIGTERM", "SIGINT", "SIGTERM"] as const) child.kill(signal);
  child.stdin.write("go on\n");
  const [code] = await once(child, "close");
  expect({ code, said }).toEqual({ code: 0, said: "up\nstopping\nwritten\n" });
});
