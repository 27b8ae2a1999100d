import { RefractError } from "@refract/core";

/** No room: the write did not happen, and what was acknowledged before is there. */
export function storageFull(place: string, cause: unknown): RefractError {
  return new RefractError("storage-full", `${place}: no space left, nothing was written`, {
    userMessage:
      "Your last answer could not be saved because our storage is full. Everything saved before is safe. Please try again in a few minutes.",
    cause,
  });
}
