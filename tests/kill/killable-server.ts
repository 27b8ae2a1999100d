import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

const script = join(import.meta.dirname, "server-process.ts");

/** A server that is killed and started again on the same port and database. */
export class KillableServer {
  readonly baseUrl: string;
  /** What the processes said on their error stream. */
  errors = "";
  readonly #parameters: readonly string[];
  #child: ChildProcess | null = null;

  private constructor(folder: string, database: string, port: number) {
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.#parameters = [folder, database, String(port)];
  }

  static async create(folder: string, database: string): Promise<KillableServer> {
    return new KillableServer(folder, database, await freePort());
  }

  /** Resolves when it takes requests. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", script, ...this.#parameters],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#child = child;
    child.stderr.on("data", (data: Buffer) => {
      this.errors += data.toString();
    });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the server ended with ${String(code)}: ${this.errors.slice(-2000)}`);
    });
    await Promise.race([once(child.stdout, "data"), ended]);
    ended.catch(() => {}); // From here on its end is what we want.
  }

  /** kill -9, no goodbye. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    this.#child = null;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  probe.close();
  await once(probe, "close");
  return address.port;
}
