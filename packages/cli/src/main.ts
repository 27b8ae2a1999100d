#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Compiled code is kept between starts, beside what the starting scripts keep, which saves a third of loading.
enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL("../../../.node/compile-cache", import.meta.url)),
);
// Who reads the output may have enough of it, as `head` has; what the command writes to the disk is finished all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
const { runCommandLine } = await import("./program.ts");
process.exitCode = await runCommandLine(process.argv.slice(2));
