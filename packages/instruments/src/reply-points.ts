import type { Answered, ParsedResponse } from "@refract/core";

/** Whether there is a reply: an unreadable one is; a failed call, a refusal by the server and an item that was passed are none. */
export function isReply({ missing }: ParsedResponse): boolean {
  return missing === null || missing === "unparsed";
}

/** Points of a reply. Where there is none the reason stands in their place, and the mean is over the others. */
export function replyPoints(parsed: ParsedResponse, value: number): Answered {
  const { missing } = parsed;
  return missing === null || isReply(parsed) ? { value, missing: null } : { value: null, missing };
}
