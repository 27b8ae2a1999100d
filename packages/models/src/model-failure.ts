import { RefractError } from "@refract/core";
import type { AttemptFailure, FailureKind } from "./chat.ts";

/** One attempt gave no usable answer. Clients throw it; `ask` turns it into attempts. */
export class ModelFailure extends RefractError {
  readonly failure: AttemptFailure;

  constructor(failure: AttemptFailure, cause?: unknown) {
    super("model-failed", failure.message, cause === undefined ? {} : { cause });
    this.name = "ModelFailure";
    this.failure = failure;
  }
}

/** Short form for a failure without, or with, what the server's status line and Retry-After said. */
export function modelFailure(
  kind: FailureKind,
  message: string,
  details: {
    httpStatus?: number;
    retryAfterMs?: number | null;
    cause?: unknown;
  } = {},
): ModelFailure {
  return new ModelFailure(
    {
      kind,
      message,
      httpStatus: details.httpStatus ?? null,
      retryAfterMs: details.retryAfterMs ?? null,
    },
    details.cause,
  );
}
