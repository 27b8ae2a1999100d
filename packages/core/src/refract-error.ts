/** The closed list of error codes; the server maps each once to an HTTP status and the command line to an exit code. */
export const errorCodes = [
  "invalid-input", // a file, option or request body that breaks its schema
  "not-found",
  "not-allowed", // who you are does not reach this
  "conflict", // somebody else, or another tab, was first
  "rejected", // well formed, but not possible in this state
  "missing-key", // a provider's key is not in the environment, or is refused
  "model-failed", // a model server did not give a usable answer
  "budget-reached",
  "newer-schema", // the data were written by a later version
  "storage-full",
  "unavailable", // a service or package that is needed does not answer
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface RefractErrorOptions {
  /** Key of the sentence a participant is shown, which the pages have in every language; without it the code is the key. */
  readonly userMessage?: string;
  readonly cause?: unknown;
}

/**
 * The one error class for what can go wrong in use. The message is in one voice, lower case, and says place,
 * value and expectation: `survey.jsonl line 7: age: invalid value "17", expected one of …`.
 * Programming errors stay plain `Error`.
 */
export class RefractError extends Error {
  readonly code: ErrorCode;
  readonly userMessage: string | undefined;

  constructor(code: ErrorCode, message: string, options: RefractErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "RefractError";
    this.code = code;
    this.userMessage = options.userMessage;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
