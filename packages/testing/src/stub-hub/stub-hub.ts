import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** How the stub treats requests for one file. */
export type StubFileBehaviour =
  | { readonly kind: "status"; readonly status: number }
  /** Sends this many bytes of the answer, then cuts the connection; `times` requests long. */
  | { readonly kind: "cut"; readonly afterBytes: number; readonly times: number }
  /** Sends other content of the same length. */
  | { readonly kind: "changed" };

export interface StubHubOptions {
  /** Name of the one dataset it has. */
  readonly repository: string;
  readonly files: Readonly<Record<string, string>>;
  readonly behaviour?: Readonly<Record<string, StubFileBehaviour>>;
  /** Files kept as the hub keeps large ones: listed with a SHA-256. Others are listed with their git name. */
  readonly large?: readonly string[];
  /** Gated: whoever asks without this token gets 401. */
  readonly token?: string;
}

/**
 * A server on 127.0.0.1 that answers as the Hugging Face hub does for one dataset: list of files, ranges, entity tags,
 * error codes. Its files are also below `/plain/` as on any web server.
 */
export class StubHub implements AsyncDisposable {
  readonly url: string;
  /** `GET /path range`, in order of arrival. */
  readonly requests: string[];
  readonly #server: Server;

  private constructor(server: Server, url: string, requests: string[]) {
    this.#server = server;
    this.url = url;
    this.requests = requests;
  }

  static async start(options: StubHubOptions): Promise<StubHub> {
    const requests: string[] = [];
    const cuts = new Map<string, number>();
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.range ?? ""}`.trim());
      answer(request, response, options, cuts);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the stub hub has no port");
    return new StubHub(server, `http://127.0.0.1:${address.port}`, requests);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: StubHubOptions,
  cuts: Map<string, number>,
): void {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://stub").pathname);
  const tree = `/api/datasets/${options.repository}/tree/main`;
  const resolve = `/datasets/${options.repository}/resolve/main/`;
  if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) {
    response.setHeader("X-Error-Code", "GatedRepo");
    sendJson(response, 401, { error: "GatedRepo" });
    return;
  }
  if (path === tree) {
    sendJson(response, 200, listing(options));
    return;
  }
  const prefix = [resolve, "/plain/"].find((start) => path.startsWith(start));
  const name = prefix === undefined ? undefined : path.slice(prefix.length);
  const content = name === undefined ? undefined : options.files[name];
  if (name === undefined || content === undefined) {
    const code = name === undefined ? "RepoNotFound" : "EntryNotFound";
    response.setHeader("X-Error-Code", code);
    sendJson(response, 404, { error: code });
    return;
  }
  sendFile(request, response, name, Buffer.from(content), options.behaviour?.[name], cuts);
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  content: Buffer,
  behaviour: StubFileBehaviour | undefined,
  cuts: Map<string, number>,
): void {
  if (behaviour?.kind === "status") {
    sendJson(response, behaviour.status, { error: "made to fail" });
    return;
  }
  const sent = behaviour?.kind === "changed" ? Buffer.alloc(content.length, "{") : content;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = range === null ? 0 : Number(range[1]);
  const end =
    range === null || range[2] === "" ? content.length : Math.min(content.length, Number(range[2]) + 1);
  const part = sent.subarray(start, end);
  response.writeHead(range === null ? 200 : 206, {
    "Content-Type": "application/octet-stream",
    "Content-Length": part.length,
    "Accept-Ranges": "bytes",
    ETag: `"${gitName(content)}"`,
    ...(range === null ? {} : { "Content-Range": `bytes ${start}-${end - 1}/${content.length}` }),
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const isProbe = range?.[2] === "0";
  const cutBefore = cuts.get(name) ?? 0;
  if (behaviour?.kind === "cut" && !isProbe && cutBefore < behaviour.times) {
    cuts.set(name, cutBefore + 1);
    response.write(part.subarray(0, behaviour.afterBytes), () => {
      // Time for the bytes to leave before the connection goes.
      setTimeout(() => response.destroy(), 50);
    });
    return;
  }
  response.end(part);
}

function listing(options: StubHubOptions) {
  return Object.entries(options.files).map(([path, content]) => {
    const bytes = Buffer.from(content);
    const oid = gitName(bytes);
    const isLarge = options.large?.includes(path) === true;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return {
      type: "file",
      oid,
      size: bytes.length,
      path,
      ...(isLarge ? { lfs: { oid: sha256, size: bytes.length, pointerSize: 134 } } : {}),
    };
  });
}

function gitName(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}
