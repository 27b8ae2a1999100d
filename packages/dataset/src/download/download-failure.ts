import { messageOf, RefractError } from "@refract/core";
import { openFailure } from "../jsonl/open-failure.ts";
import { asRefractError, errorCode } from "../release-writer/file-failure.ts";

/** A failure while `what` was fetched, as an error that says what to do. */
export function downloadFailure(what: string, cause: unknown): RefractError {
  if (cause instanceof RefractError) return cause;
  if (cause instanceof Error && cause.name === "AbortError") {
    return new RefractError("unavailable", `${what}: stopped; the same command goes on from here`, { cause });
  }
  // as the hub's own client throws it, which is loaded only to fetch from there
  if (cause instanceof Error && "statusCode" in cause && typeof cause.statusCode === "number")
    return statusFailure(what, cause.statusCode, cause);
  const reason =
    cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
  return new RefractError(
    "unavailable",
    `${what}: can't be reached (${reason}); check the network, or give a copy with --from`,
    { cause },
  );
}

/**
 * A failure of this machine's own files while one was fetched; null for any other.
 *
 * @param folder In which files arrive; a failure elsewhere is one of the copy that is read.
 */
export function localFailure(folder: string, cause: unknown): RefractError | null {
  if (!(cause instanceof Error && "syscall" in cause)) return null;
  switch (errorCode(cause)) {
    case "ENOSPC":
    case "EDQUOT":
      return new RefractError(
        "storage-full",
        `${folder}: the disk is full; with more room the same command goes on from here`,
        { cause },
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOENT":
    case "EEXIST":
    case "EISDIR": {
      const path = "path" in cause && typeof cause.path === "string" ? cause.path : folder;
      return path.startsWith(folder) ? asRefractError(cause, path) : openFailure(path, cause);
    }
    default:
      return null;
  }
}

/** An HTTP status that is no success. */
export function statusFailure(what: string, status: number, cause?: unknown): RefractError {
  const options = cause === undefined ? {} : { cause };
  if (status === 404 || status === 410) {
    return new RefractError("not-found", `${what}: is not there (HTTP ${status})`, options);
  }
  if (status === 401 || status === 403) {
    return new RefractError(
      "not-allowed",
      `${what}: needs an account that may read it (HTTP ${status}); accept its conditions on its page, then set HF_TOKEN`,
      options,
    );
  }
  return new RefractError(
    "unavailable",
    `${what}: the server answered HTTP ${status}, try again later`,
    options,
  );
}
