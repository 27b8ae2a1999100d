const fullWidth: Readonly<Record<string, string>> = {
  "，": ",",
  "。": ".",
  "．": ".",
  "：": ":",
  "；": ";",
  "？": "?",
  "！": "!",
  "（": "(",
  "）": ")",
  "「": '"',
  "」": '"',
  "、": ",",
};

/**
 * A reply as it is held against answers (spec blend, "Short-answer protocol" 2): without the prompt, full-width punctuation as
 * ASCII, lower case, without a leading `word:` and blank that the prompt has, trimmed, without full stops at both ends. A time is no label:
 * "18:00" stays whole where the question gives an hour as an example.
 */
export function cleanReply(reply: string, prompt: string): string {
  const ascii = (text: string) =>
    text.replaceAll(/[，。．：；？！（）「」、]/g, (sign) => fullWidth[sign] ?? sign);
  let text = ascii(reply.replaceAll(prompt, "")).toLowerCase().trim();
  const label = /^([^\s:]+):\s/u.exec(text)?.[1];
  if (label !== undefined && ascii(prompt).toLowerCase().includes(label))
    text = text.slice(label.length + 1).trim();
  return withoutFullStops(text).trim();
}

/** Without full stops at both ends; by hand, since a pattern tries every run of them in a long reply. */
function withoutFullStops(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === ".") start += 1;
  while (end > start && text[end - 1] === ".") end -= 1;
  return text.slice(start, end);
}
