/**
 * Width of a text in pixels without a browser or a font, so that a chart has the same bytes on every machine: shares of the font
 * size by kind of letter, those of Noto Sans, which is wider than our face, so that what is estimated is rather too wide.
 */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return Math.ceil(width * fontSize);
}

function letterWidth(letter: string): number {
  if (/\p{Mark}/u.test(letter)) return 0;
  if (/[ijlI.,:;'’|!()[\]\-–/\s]/u.test(letter)) return 0.31;
  if (/[frt"*]/u.test(letter)) return 0.42;
  if (/[mwMW@%—…]/u.test(letter)) return 0.93;
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u.test(
      letter,
    )
  )
    return 1;
  return /\p{Uppercase_Letter}/u.test(letter) ? 0.68 : 0.58;
}
