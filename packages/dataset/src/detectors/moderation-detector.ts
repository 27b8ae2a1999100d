import { describeIssue, fieldName, RefractError } from "@refract/core";
import * as z from "zod";
import type { ModerationCategory } from "../prism-release/keys.ts";
import type { Detected, Detector, ModerationFinding } from "./detector.ts";

/** Sends texts to a moderation service and answers its response body in OpenAI's moderation wire shape. */
export type ModerationProvider = (texts: readonly string[]) => Promise<unknown>;

const wireSchema = z.object({
  results: z.array(
    z.object({
      flagged: z.boolean(),
      categories: z.record(z.string(), z.boolean()),
      category_scores: z.record(z.string(), z.number()),
    }),
  ),
});
type WireResult = z.infer<typeof wireSchema>["results"][number];

export interface ModerationOptions {
  /** Who answers, `openai:omni-moderation-latest`. */
  readonly id: string;
  readonly version: string;
  readonly provider: ModerationProvider;
  /** Texts in one request. */
  readonly batchSize?: number;
  /** Hears of every batch that failed; its texts are missing as `model-error`. */
  readonly onFailure?: (error: RefractError) => void;
}

/** Moderation by a service. Categories it doesn't know count as false with score 0; others than PRISM's eleven are dropped. */
export function createModerationDetector(options: ModerationOptions): Detector<ModerationFinding> {
  const batchSize = options.batchSize ?? 32;
  const detectBatch = async (texts: readonly string[]): Promise<readonly Detected<ModerationFinding>[]> => {
    try {
      const results = readResults(await options.provider(texts), texts.length, options.id);
      return results.map((result) => ({ finding: findingOf(result), missing: null }));
    } catch (cause) {
      const error =
        cause instanceof RefractError
          ? cause
          : new RefractError("model-failed", `${options.id}: no usable answer`, { cause });
      options.onFailure?.(error);
      return texts.map(() => ({ finding: null, missing: "model-error" }));
    }
  };
  return {
    id: `moderation:${options.id}`,
    version: options.version,
    detect: async (texts) => {
      const found: Detected<ModerationFinding>[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        found.push(...(await detectBatch(texts.slice(start, start + batchSize))));
      }
      return found;
    },
  };
}

/** A provider for any server with OpenAI's `POST {baseUrl}/moderations`. */
export function createModerationProvider(options: {
  /** Up to and with the version, `https://host/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly timeoutMs?: number;
}): ModerationProvider {
  return async (texts) => {
    const response = await fetch(`${options.baseUrl.replace(/\/$/, "")}/moderations`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${options.apiKey}` },
      body: JSON.stringify({ model: options.model, input: texts }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
      // Following would carry the key elsewhere.
      redirect: "manual",
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new RefractError(
        "model-failed",
        `moderation by ${options.model}: the server answered ${response.status}, expected 200`,
      );
    }
    return response.json();
  };
}

function readResults(body: unknown, expected: number, id: string): readonly WireResult[] {
  const parsed = wireSchema.safeParse(body, { reportInput: true });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const what = issue === undefined ? "" : `${fieldName(issue.path)}: ${describeIssue(issue)}`;
    throw new RefractError("model-failed", `moderation by ${id}: ${what}`);
  }
  if (parsed.data.results.length !== expected) {
    throw new RefractError(
      "model-failed",
      `moderation by ${id}: ${parsed.data.results.length} results, expected ${expected}`,
    );
  }
  return parsed.data.results;
}

function findingOf(result: WireResult): ModerationFinding {
  return {
    flagged: result.flagged,
    categories: perCategory((category) => result.categories[category] ?? false),
    scores: perCategory((category) => result.category_scores[category] ?? 0),
  };
}

/** A record over the eleven categories, in the release's order. */
export function perCategory<T>(value: (category: ModerationCategory) => T): Record<ModerationCategory, T> {
  return {
    sexual: value("sexual"),
    hate: value("hate"),
    harassment: value("harassment"),
    "self-harm": value("self-harm"),
    "sexual/minors": value("sexual/minors"),
    "hate/threatening": value("hate/threatening"),
    "violence/graphic": value("violence/graphic"),
    "self-harm/intent": value("self-harm/intent"),
    "self-harm/instructions": value("self-harm/instructions"),
    "harassment/threatening": value("harassment/threatening"),
    violence: value("violence"),
  };
}
