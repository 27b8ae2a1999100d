import { messageOf } from "@refract/core";

/** `ECONNREFUSED` and its like; fetch hides it one level down. */
export function networkReason(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : messageOf(cause);
}
