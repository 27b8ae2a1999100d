import { type ErrorCode, messageOf, RefractError } from "@refract/core";
import { exitCodes } from "./exit-codes.ts";

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

/** What the command line says of anything that was thrown, and the exit code it ends with. */
export function describeError(error: unknown): {
  readonly exitCode: number;
  readonly code: ErrorCode | "internal";
  readonly message: string;
} {
  return error instanceof RefractError
    ? { exitCode: exitCodeOf[error.code], code: error.code, message: error.message }
    : { exitCode: exitCodes.failed, code: "internal", message: messageOf(error) };
}
