import { RefractError } from "@refract/core";

/** No room: the write did not happen, and what was acknowledged before is there. */
export function storageFull(place: string, cause: unknown): RefractError {
  return new RefractError("storage-full", `${place}: no space left, nothing was written`, {
    userMessage: "storage-full",
    cause,
  });
}
