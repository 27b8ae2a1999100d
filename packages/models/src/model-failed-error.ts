import { type ErrorCode, RefractError } from "@refract/core";
import type { Attempt } from "./ask.ts";

/**
 * No attempt at a question succeeded. The code is `budget-reached` or `missing-key` where that was the reason,
 * else `model-failed`; every attempt is kept.
 */
export class ModelFailedError extends RefractError {
  /** The model that was asked. */
  readonly reference: string;
  readonly attempts: readonly Attempt[];

  constructor(reference: string, attempts: readonly Attempt[], cause?: unknown) {
    const last = attempts.at(-1)?.failure ?? null;
    const tries = attempts.length === 1 ? "" : ` after ${attempts.length} attempts`;
    super(
      codeOf(last?.kind),
      `${reference}: no answer${tries}: ${last?.message ?? "not attempted"}`,
      cause === undefined ? {} : { cause },
    );
    this.name = "ModelFailedError";
    this.reference = reference;
    this.attempts = attempts;
  }
}

function codeOf(kind: string | undefined): ErrorCode {
  if (kind === "budget") return "budget-reached";
  return kind === "missing-key" ? "missing-key" : "model-failed";
}
