/** A sign behind which a mark is quoted and does not count. */
export const quotes = /["'“”‘’«»„]/;

/** Whether what follows a text stands in inline code or in a block of code. */
export function isInCode(text: string): boolean {
  if ((text.split("```").length - 1) % 2 === 1) return true;
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return (line.split("`").length - 1) % 2 === 1;
}
