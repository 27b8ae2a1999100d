import type { Random } from "@refract/stats/random";
import { topicWords } from "./topic-words.ts";
import type { DemoVoice } from "./voice.ts";

/** What stands for the topic when a prompt has no word to take up, and for a second topic. */
const fallbacks: Readonly<Record<DemoVoice["language"], readonly [string, string]>> = {
  en: ["this", "the rest"],
  es: ["esto", "lo demás"],
  fr: ["ce sujet", "le reste"],
  ar: ["هذا الأمر", "ما حوله"],
};

/** What is asked stands last: before it may stand an instruction, which studies can send as plain text, or what the question is about. */
function question(prompt: string): string {
  const paragraphs = prompt.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");
  return paragraphs.findLast((paragraph) => topicWords(paragraph).length > 0) ?? prompt;
}

/** One answer of a voice: the same for the same voice, prompt, turn and state of `random`. */
export function composeAnswer(voice: DemoVoice, prompt: string, turn: number, random: Random): string {
  const [topic = fallbacks[voice.language][0], other = fallbacks[voice.language][1]] = topicWords(
    question(prompt),
  );
  const fill = (phrase: string) => {
    const text = phrase.replaceAll("{topic}", topic).replaceAll("{other}", other);
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const opening = fill(random.pick(turn === 0 ? voice.opening : voice.again));
  const [least, most] = voice.points;
  const middle = random.sample(voice.middle, least + random.integer(most - least + 1)).map(fill);
  const closing = voice.closing.length === 0 ? [] : [fill(random.pick(voice.closing))];
  switch (voice.form) {
    case "paragraph":
      return [opening, ...middle, ...closing].join(" ");
    case "paragraphs":
      return [opening, ...middle, ...closing].join("\n\n");
    case "bullets":
      return [opening, middle.map((point) => `- ${point}`).join("\n"), ...closing].join("\n\n");
    case "steps":
      return [opening, middle.map((point, index) => `${index + 1}. ${point}`).join("\n"), ...closing].join(
        "\n\n",
      );
  }
}
