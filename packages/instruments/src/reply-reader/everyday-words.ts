import type { ReplyForm } from "./reply-form.ts";

/** Names that are everyday words too when they are written small, as words are compared. */
const everyday =
  /^(?:nice|reading|bath|mobile|cork|split|turkey|china|chad|may|march|august|will|mark|bill|bob|rob|sue|pat|jack|frank|grant|grace|hope|faith|joy|rose|dawn|art|drew|gene|pearl|ruby|lance|miles|polish|swift|buffalo|phoenix|hull|wells|deal|rugby|orlando|superior|general|bush|ford|major|brown|white|black|green|gray|stone|wood|bell|pole|job|sol|paz|cruz|victoria|mercedes|rosario|dolores|asunción|esperanza|plata|salvador|marina|león|flores)$/u;

/**
 * Whether a name of one word is written small in a reply that writes others with a capital: "would be nice" does not name Nice.
 *
 * @param written as it stands in the reply
 */
export function isEverydayWord(
  written: string,
  option: number,
  { options }: ReplyForm,
  hasCapitals: boolean,
): boolean {
  if (!hasCapitals || !everyday.test(written)) return false;
  // "White", "Black" and "Green" are colours, not names
  const isEveryday = (text: string) => everyday.test(text.trim().toLowerCase());
  if (options.filter(({ texts }) => texts.some(isEveryday)).length > 1) return false;
  return (
    options[option]?.texts.some(
      (text) => /^\p{Lu}/u.test(text.trim()) && text.trim().toLowerCase() === written,
    ) === true
  );
}
