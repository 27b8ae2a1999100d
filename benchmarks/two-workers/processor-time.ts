import { readdirSync, readFileSync } from "node:fs";

/** Of this process, in seconds. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Seconds of a PostgreSQL server with all its children, those that ended included (proc(5): stat, fields 14 to 17, in hundredths of a
 * second). Null where there is no /proc.
 *
 * @param dataFolder the server's, whose `postmaster.pid` names its process
 */
export function serverCpuSeconds(dataFolder: string): number | null {
  try {
    const server = readFileSync(`${dataFolder}/postmaster.pid`, "utf8").split("\n")[0] ?? "";
    let ticks = sum(statOf(server).slice(11, 15));
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const fields = statOrNull(pid);
      if (fields?.[1] === server) ticks += sum(fields.slice(11, 13));
    }
    return ticks / 100;
  } catch {
    return null;
  }
}

/** A process may end between two lines. */
function statOrNull(pid: string): readonly string[] | null {
  try {
    return statOf(pid);
  } catch {
    return null;
  }
}

/** Fields from the third on; the second is a name in brackets, which may hold anything. */
function statOf(pid: string): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function sum(values: readonly string[]): number {
  return values.reduce((total, value) => total + Number(value), 0);
}
