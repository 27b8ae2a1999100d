/** Marks by which chat templates end a turn. Servers that know a model's template leave them out, others send them as text. */
const endOfTurn =
  /<\|(?:im_end|im_start|endoftext|end_of_text|eot_id|eot|end_of_turn_token)\|>|<end_of_turn>|<\/s>/i;

/** How a next question or the next speaker begins, on a line of its own or right behind a closing tag. */
const speaker =
  /(?:\n|<\/[a-z]{1,20}>)[ \t]{0,20}(?:#{1,6} ?|\*\*)?(?:human|user|question|q|instruction|statement|claim|sentence|passage|problem|afirmación|enunciado|oración|진술|문장|주장|陈述|说法|句子|العبارة|الجملة|कथन|वाक्य|pregunta|frage|pertanyaan|질문|문제|问题|問題|سؤال|السؤال|سوال|प्रश्न|true or false|verdadero o falso|vrai ou faux)(?: ?\d{1,3})?(?:\*\*)?[ \t]{0,20}[:：]/i;

/**
 * What a reply says before it goes on by itself with a next turn, as models do that miss their end: "B", then "Question: …" and an answer to
 * that. Null where it does not.
 */
export function beforeNextTurn(text: string): { readonly said: string; readonly isMarked: boolean } | null {
  const end = endOfTurn.exec(text)?.index;
  const next = speaker.exec(text)?.index;
  if (end === undefined && next === undefined) return null;
  const isMarked = end !== undefined && (next === undefined || end <= next);
  return { said: text.slice(0, isMarked ? end : next), isMarked };
}
