import { type ErrorCode, RefractError } from "@refract/core";

/** 0 ok, 1 failed, 2 bad usage or input, 3 stopped by a cap. */
export const exitCodes = Object.freeze({ ok: 0, failed: 1, badInput: 2, capped: 3 });

const exitCodeOf: Readonly<Record<ErrorCode, number>> = Object.freeze({
  "invalid-input": exitCodes.badInput,
  "not-found": exitCodes.badInput,
  "not-allowed": exitCodes.failed,
  conflict: exitCodes.failed,
  rejected: exitCodes.failed,
  "missing-key": exitCodes.badInput,
  "model-failed": exitCodes.failed,
  "budget-reached": exitCodes.capped,
  "newer-schema": exitCodes.failed,
  "storage-full": exitCodes.failed,
  unavailable: exitCodes.failed,
});

export function exitCodeFor(error: unknown): number {
  return error instanceof RefractError ? exitCodeOf[error.code] : exitCodes.failed;
}
