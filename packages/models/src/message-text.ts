import type { ChatMessage } from "./chat.ts";

/** The text of a message; images have none. */
export function messageText(message: ChatMessage): string {
  if (typeof message.content === "string") return message.content;
  return message.content.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
}
