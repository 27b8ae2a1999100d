import { setTimeout as sleep } from "node:timers/promises";
import type { CommandEnvelope, SessionView } from "@refract/collect";
import { errorCodes, messageOf, RefractError } from "@refract/core";
import * as z from "zod";

export interface SimulatedBrowserOptions {
  readonly baseUrl: string;
  readonly studyId: string;
  readonly signal: AbortSignal;
}

const attempts = 5;

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const viewFieldsSchema = z.object({
  seq: z.int(),
  status: z.string(),
  stageIndex: z.int(),
  stages: z.array(z.unknown()),
});
/** A view is what our own server says; only the fields that everything else hangs on are checked. */
const viewSchema = z.custom<SessionView>((input) => viewFieldsSchema.safeParse(input).success, {
  error: "expected a session view",
});
const answerSchema = z.object({ view: viewSchema });

export function parseView(input: unknown): SessionView {
  return viewSchema.parse(input);
}

/** The HTTP side of a browser: cookies, the origin of our own pages, and patience with a network that fails. */
export class SimulatedBrowser {
  readonly #options: SimulatedBrowserOptions;
  readonly #cookies = new Map<string, string>();

  constructor(options: SimulatedBrowserOptions) {
    this.#options = options;
  }

  /** Enters the study; answers the first view and the id the server gave this simulated person. */
  async enter(
    entryToken: string,
    language: string,
  ): Promise<{ readonly view: SessionView; readonly participantId: string }> {
    const { studyId } = this.#options;
    const response = await this.#post("/api/p/enter", { studyId, entryToken, language });
    const participantId = response.headers.get("x-refract-participant");
    if (participantId === null) throw new Error("the server did not say who the simulated person is");
    return { view: parseView(await response.json()), participantId };
  }

  /** Carries a command out; sent again with the same id when the network fails. */
  async command(envelope: CommandEnvelope): Promise<SessionView> {
    const response = await this.#post(
      `/api/p/command?study=${encodeURIComponent(this.#options.studyId)}`,
      envelope,
    );
    return answerSchema.parse(await response.json()).view;
  }

  /** Opens the event stream, from what follows `lastEventId`. */
  async stream(lastEventId: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const { baseUrl, studyId } = this.#options;
    const response = await fetch(`${baseUrl}/api/p/stream?study=${encodeURIComponent(studyId)}`, {
      headers: {
        ...this.#cookieHeader(),
        accept: "text/event-stream",
        ...(lastEventId === null ? {} : { "last-event-id": lastEventId }),
      },
      signal,
    });
    if (!response.ok || response.body === null) throw await refusal(response);
    return response.body;
  }

  async #post(path: string, body: unknown): Promise<Response> {
    const { baseUrl, signal } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(`${baseUrl}${path}`, {
          method: "POST",
          headers: { ...this.#cookieHeader(), "content-type": "application/json", origin: baseUrl },
          body: JSON.stringify(body),
          signal,
        });
        this.#keepCookies(response);
        if (response.ok) return response;
        const refused = await refusal(response);
        if (response.status < 500 || attempt === attempts) throw refused;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof RefractError) throw error;
        if (attempt === attempts)
          throw new RefractError(
            "unavailable",
            `${path}: no answer in ${attempts} attempts: ${messageOf(error)}`,
            {
              cause: error,
            },
          );
      }
      await sleep(100 * 2 ** attempt, undefined, { signal });
    }
  }

  #cookieHeader(): { cookie?: string } {
    if (this.#cookies.size === 0) return {};
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (at > 0) this.#cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }
}

/** The server's own words for what it refused. */
async function refusal(response: Response): Promise<RefractError> {
  const text = await response.text();
  const parsed = errorSchema.safeParse(parseJson(text));
  if (!parsed.success)
    return new RefractError("unavailable", `HTTP ${response.status}: ${text.slice(0, 200)}`);
  const { code, message } = parsed.data.error;
  const known = errorCodes.find((candidate) => candidate === code);
  return new RefractError(known ?? "unavailable", message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
