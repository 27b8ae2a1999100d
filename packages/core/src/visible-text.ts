/** Blanks, control characters, what Unicode lets a renderer ignore (zero-width characters, fillers), the blank braille cell. */
const visible = /[^\s\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u{2800}]/u;

/** Whether there is anything to see in a text. */
export function hasVisibleText(text: string): boolean {
  return visible.test(text);
}
