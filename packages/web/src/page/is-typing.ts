/** Whether keys go into a text: then no key is a shortcut. Boxes and circles to tick take no text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT";
}
