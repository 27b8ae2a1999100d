import { type ErrorCode, RefractError } from "@refract/core";

/** Each code once. */
const statusOf: Readonly<Record<ErrorCode, 400 | 403 | 404 | 409 | 422 | 500 | 502 | 503 | 507>> =
  Object.freeze({
    "invalid-input": 400,
    "not-allowed": 403,
    "not-found": 404,
    conflict: 409,
    rejected: 422,
    "missing-key": 503,
    "model-failed": 502,
    "budget-reached": 503,
    "newer-schema": 500,
    "storage-full": 507,
    unavailable: 503,
  });

/** Codes whose message is about what the sender sent; the others could name a model or a path. */
const speaksToSender: ReadonlySet<ErrorCode> = new Set([
  "invalid-input",
  "not-allowed",
  "not-found",
  "conflict",
  "rejected",
]);

export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode | "internal";
    readonly message: string;
    /** Key of a sentence for the person; the page has its wording in every language. */
    readonly userMessage: string;
  };
}

/** What a browser is told of an error. `trusted` is for the researcher, who may see every message. */
export function errorResponse(
  error: unknown,
  trusted: boolean,
): { status: 400 | 403 | 404 | 409 | 422 | 500 | 502 | 503 | 507; body: ErrorBody } {
  if (!(error instanceof RefractError)) {
    return {
      status: 500,
      body: {
        error: {
          code: "internal",
          message: "something went wrong on the server; it is in its log",
          userMessage: "server-error",
        },
      },
    };
  }
  const message =
    trusted || speaksToSender.has(error.code)
      ? error.message
      : `the request could not be carried out (${error.code})`;
  return {
    status: statusOf[error.code],
    body: { error: { code: error.code, message, userMessage: error.userMessage ?? error.code } },
  };
}
