/** Whether keys go into a text: then no key is a shortcut. Boxes and circles to tick take no text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT";
}

/**
 * Whether a key belongs to a word that is being composed (Chinese, Japanese, Korean and more). Safari ends the composition
 * before it sends the key, which is known by its code alone.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether this is a device with a keyboard on its screen, where Enter is the only way to a new line. */
export function hasTouchKeyboard(): boolean {
  return window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}
