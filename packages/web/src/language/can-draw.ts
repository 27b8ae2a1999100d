/** Scripts that the pages bring fonts for (`identity/fonts.css`). */
const ownScripts =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Devanagari}]/u;

/** A character that no font has: it is drawn as what stands for all that are missing. */
const missing = "\u{10FFFF}";

const size = 24;

/**
 * Whether the letters of a text can be drawn here, with the pages' fonts or the device's. A missing letter shows as a box, and boxes look alike; a browser
 * that gives each a picture of its own, or gives no true pictures, counts as one that can draw.
 */
export function canDraw(text: string): boolean {
  const letter = text.match(/\p{Letter}/u)?.[0];
  if (letter === undefined || ownScripts.test(letter)) return true;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return true;
  context.font = `${(size * 2) / 3}px system-ui, sans-serif`;
  const pictureOf = (character: string) => {
    context.clearRect(0, 0, size, size);
    context.fillText(character, 2, size * 0.75);
    return context.getImageData(0, 0, size, size).data.join();
  };
  return pictureOf(letter) !== pictureOf(missing);
}
