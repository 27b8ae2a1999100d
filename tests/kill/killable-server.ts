import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const script = join(import.meta.dirname, "server-process.ts");

/** A server that is killed and started again on the same port and database. */
export class KillableServer implements AsyncDisposable {
  readonly baseUrl: string;
  /** What the processes said on their error stream. */
  errors = "";
  readonly #parameters: readonly string[];
  /** Has loaded its code, or is about to; has opened nothing yet. */
  #next: ServerProcess;
  #now: ServerProcess | null = null;

  private constructor(folder: string, database: string, port: number) {
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.#parameters = [folder, database, String(port)];
    this.#next = this.#load();
  }

  static async create(folder: string, database: string): Promise<KillableServer> {
    return new KillableServer(folder, database, await freePort());
  }

  /** Lets the loaded process go; `until` says how far it must be: at its first step, or taking requests. */
  async start(until: "going" | "ready"): Promise<void> {
    const server = this.#next;
    this.#now = server;
    await server.reached("loaded");
    server.go();
    await server.reached(until);
    this.#next = this.#load();
  }

  /** kill -9, no goodbye. */
  async kill(): Promise<void> {
    const server = this.#now;
    this.#now = null;
    await server?.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.kill(), this.#next.kill()]);
  }

  #load(): ServerProcess {
    return new ServerProcess(this.#parameters, (text) => {
      this.errors += text;
    });
  }
}

class ServerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #said = new Map<string, PromiseWithResolvers<void>>();
  #errors = "";

  constructor(parameters: readonly string[], onError: (text: string) => void) {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        // Halves the time that loading takes.
        NODE_COMPILE_CACHE: join(tmpdir(), "refract-compile-cache"),
        ...process.env,
      },
    });
    this.#child = child;
    this.#ended = once(child, "exit");
    createInterface({ input: child.stdout }).on("line", (line) => this.#milestone(line).resolve());
    child.stderr.on("data", (data: Buffer) => {
      this.#errors += data.toString();
      onError(data.toString());
    });
  }

  /** @throws Error with what it said when it ends before. */
  async reached(milestone: "loaded" | "going" | "ready"): Promise<void> {
    const tooEarly = this.#ended.then(() => {
      throw new Error(
        `the server ended with ${String(this.#child.exitCode)} before it was ${milestone}: ${this.#errors.slice(-2000)}`,
      );
    });
    await Promise.race([this.#milestone(milestone).promise, tooEarly]);
    tooEarly.catch(() => {}); // From here on its end is what we want.
  }

  go(): void {
    this.#child.stdin?.write("go\n");
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #milestone(name: string): PromiseWithResolvers<void> {
    const known = this.#said.get(name) ?? Promise.withResolvers<void>();
    this.#said.set(name, known);
    return known;
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
