// Loaded into every process of the other side: writes down at its end what it took.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1000 };
  writeFileSync(join(process.env.USAGE_FOLDER ?? ".", `${process.pid}.json`), JSON.stringify(usage));
});
