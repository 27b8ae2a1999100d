import { messageOf, RefractError } from "@refract/core";

/** A failure of the file system in Refract's words. */
export function asRefractError(cause: unknown, path: string): RefractError {
  if (cause instanceof RefractError) return cause;
  switch (errorCode(cause)) {
    case "ENOSPC":
    case "EDQUOT":
      return new RefractError("storage-full", `${path}: the disk is full, nothing was written`, { cause });
    case "ENOENT":
      return new RefractError("not-found", `${path}: no such folder`, { cause });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new RefractError("not-allowed", `${path}: this user may not write here`, { cause });
    case "EEXIST":
    case "ENOTEMPTY":
      return new RefractError("conflict", `${path}: exists already`, { cause });
    default:
      return new RefractError("unavailable", `${path}: ${messageOf(cause)}`, { cause });
  }
}

export function errorCode(cause: unknown): string | null {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;
}
