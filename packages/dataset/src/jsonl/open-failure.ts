import { messageOf, RefractError } from "@refract/core";

/** A failure to open or read `path` as an error that says which file and what to look at. */
export function openFailure(path: string, cause: unknown): RefractError {
  if (cause instanceof RefractError) return cause;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOENT":
      return new RefractError("not-found", `${path}: no such file or folder`, { cause });
    case "ENOTDIR":
      return new RefractError("invalid-input", `${path}: is not a folder`, { cause });
    case "EISDIR":
      return new RefractError("invalid-input", `${path}: is a folder, expected a file`, { cause });
    case "EACCES":
    case "EPERM":
      return new RefractError("not-allowed", `${path}: may not be read by this user`, { cause });
    case "ENOSPC":
    case "EDQUOT":
      return new RefractError("storage-full", `${path}: the disk is full`, { cause });
    default:
      return new RefractError("unavailable", `${path}: can't be read: ${messageOf(cause)}`, { cause });
  }
}
