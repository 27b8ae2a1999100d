import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { CommandEnvelope, Landing, Receipt, SessionView } from "@refract/collect/browser";
import { FakeResearch } from "./fake-research.ts";
import { type FakeOptions, FakeSession } from "./fake-session.ts";
import { studyTexts } from "./fake-study.ts";

export interface MockServer extends AsyncDisposable {
  readonly url: string;
  /** The newest session, once somebody has entered. */
  session: FakeSession | null;
  readonly research: FakeResearch;
  /** While true nothing answers and streams are cut, as when the network is gone. */
  offline: boolean;
  /** The next command is carried out, but its answer gets lost. */
  loseNextAnswer: boolean;
  /** The next command is answered with status 500. */
  breakNext: boolean;
  /** The next save of a survey is refused and changes nothing. */
  refuseNextSave: boolean;
  /** Commands wait for it before they are carried out. */
  hold: Promise<void> | null;
  /** Nobody's session is known any more. */
  readonly forgetSessions: () => void;
  options: FakeOptions;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export const usualOptions: FakeOptions = {
  begin: "consent",
  judge: "scale",
  startAt: "none",
  tie: "ask",
  pace: { characters: 40, everyMs: 20 },
  streaming: "even-paced",
  returnUrl: null,
  answers: null,
  survey: null,
};

/** Serves the built pages with the server's own security headers over a made-up engine. */
export async function startMockServer(folder: string, port = 0): Promise<MockServer> {
  const sessions = new Map<string, FakeSession>();
  const streams = new Set<ServerResponse>();
  const research = new FakeResearch();

  const server = createServer((incoming, response) => {
    if (mock.offline) {
      incoming.socket.destroy();
      return;
    }
    void answer(incoming, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address() as AddressInfo;

  const mock: MockServer = {
    url: `http://127.0.0.1:${address.port}`,
    session: null,
    research,
    loseNextAnswer: false,
    breakNext: false,
    refuseNextSave: false,
    hold: null,
    forgetSessions: () => sessions.clear(),
    options: usualOptions,
    get offline() {
      return isOffline;
    },
    set offline(now) {
      isOffline = now;
      if (now) for (const stream of streams) stream.socket?.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions.values()) session.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  let isOffline = false;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", mock.url);
    const path = url.pathname;
    const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(value));
    const refuse = (status: number, code: string, reason: string) =>
      json(status, { error: { code, message: `${code}: made up`, userMessage: reason } });
    const openStream = (start: (send: (event: string, data: unknown, id?: string) => void) => () => void) => {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 200\n\n");
      streams.add(response);
      const stop = start((event, data, id = "") =>
        response.write(`${id === "" ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      );
      response.on("close", () => {
        streams.delete(response);
        stop();
      });
    };
    const token = /refract_fake=([\w-]+)/.exec(incoming.headers.cookie ?? "")?.[1] ?? "";
    const session = sessions.get(token);

    if (path === "/s/fake") return page(response, "participant.html");
    if (path === "/") return page(response, "start.html");
    if (path.startsWith("/assets/")) return page(response, path.slice(1));
    if (path.startsWith("/api/r/")) {
      research.answer(path.slice("/api/r/".length), await body(incoming), { json, refuse, openStream });
      return;
    }
    switch (`${incoming.method} ${path}`) {
      case "POST /api/p/studies/fake": {
        const landing: Landing = {
          study: {
            id: "fake",
            texts: studyTexts,
            languages: ["en", "ar"],
            durationMinutes: 70,
            returning: "resume",
            panelParameter: "PANEL_ID",
            panelRequired: false,
          },
          entryToken: "entry-token",
          session: session === undefined ? "none" : landingStateOf(session.status),
          panel: "not-needed",
          task: null,
          device: "fits",
          test: false,
          open: true,
          full: null,
          demonstration: true,
        };
        json(200, landing);
        return;
      }
      case "POST /api/p/enter": {
        const { language } = JSON.parse(await body(incoming));
        const fresh = new FakeSession(language, mock.options);
        const key = `token-${sessions.size + 1}`;
        sessions.set(key, fresh);
        mock.session = fresh;
        json(200, fresh.view(), {
          "set-cookie": `refract_fake=${key}; HttpOnly; Path=/api/p; SameSite=Strict`,
        });
        return;
      }
      case "POST /api/p/recover":
        refuse(403, "not-allowed", "code-unknown");
        return;
    }
    if (session === undefined) {
      refuse(
        path === "/api/p/session" ? 401 : path.startsWith("/api/p/studies/") ? 404 : 403,
        "not-allowed",
        "no-session",
      );
      return;
    }
    switch (`${incoming.method} ${path}`) {
      case "GET /api/p/session":
        json(200, session.view());
        return;
      case "POST /api/p/command": {
        const envelope: CommandEnvelope = JSON.parse(await body(incoming));
        await mock.hold;
        if (mock.breakNext) {
          mock.breakNext = false;
          refuse(500, "internal", "server-error");
          return;
        }
        if (mock.refuseNextSave && envelope.command.type === "survey.saved") {
          mock.refuseNextSave = false;
          refuse(400, "invalid-input", "invalid-input");
          return;
        }
        const accepted = session.accept(envelope);
        if (mock.loseNextAnswer) {
          mock.loseNextAnswer = false;
          incoming.socket.destroy();
        } else if (accepted) json(200, { view: session.view() });
        else refuse(422, "rejected", "not-now");
        return;
      }
      case "GET /api/p/stream":
        openStream((send) => session.listen(send, incoming.headers["last-event-id"]?.toString() ?? null));
        return;
      case "GET /api/p/receipt":
        json(200, {
          person: session.view().person,
          recoveryCode: "MAPLE-4821-RIVER",
          enteredAt: Date.UTC(2026, 10, 23, 9, 30),
          consentVersion: "2026-11",
          status: session.status === "stopped" ? "active" : session.status,
          answers: Object.keys(session.answers).length,
          conversations: 1,
          mayWithdraw: true,
          withdrawUntil: null,
        } satisfies Receipt);
        return;
      case "GET /api/p/data":
        json(
          200,
          { answers: session.answers },
          { "content-disposition": 'attachment; filename="my-data.json"' },
        );
        return;
      case "POST /api/p/withdraw":
        session.status = "withdrawn";
        session.seq += 1;
        sessions.delete(token);
        json(200, { view: session.view() });
        return;
      default:
        refuse(404, "not-found", "not-found");
    }
  }

  async function page(response: ServerResponse, name: string): Promise<void> {
    const path = normalize(join(folder, name));
    const bytes = path.startsWith(folder) ? await readFile(path).catch(() => null) : null;
    if (bytes === null) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      })
      .end(bytes);
  }

  return mock;
}

async function body(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts).toString();
}

function landingStateOf(status: SessionView["status"]): Landing["session"] {
  if (status === "stopped") return "active";
  return status === "withdrawn" ? "none" : status;
}
