import type { Mention, Node } from "./mentions.ts";
import type { ReplyForm } from "./reply-form.ts";
import { isKnownWord } from "./reply-words.ts";
import { baseTokens } from "./tokens.ts";

/** What people do, behind a name: "A. Machado nació en Sevilla". */
const personal =
  /^(?:wrote|published|painted|composed|invented|discovered|proposed|received|directed|died|lived|sang|nació|escribió|publicó|pintó|compuso|inventó|descubrió|propuso|recibió|dirigió|murió|vivió|ganó)$/u;

/** Words that begin a sentence behind a letter and are no name. */
const noName =
  /^(?:he|she|they|it|who|this|that|porque|pues|como|quien|él|ella|ellos|ese|este|aquel|fue|es|era|everyone|nobody|people)$/u;

/**
 * Nodes with initials told from letters of options. "A. Einstein", where an option is "Albert Einstein", names that option and not A; "A. Machado
 * nació …", where no option has that name, names none. A letter with its own option's text behind it stays a letter.
 */
export function withInitials(nodes: readonly Node[], form: ReplyForm): readonly Node[] {
  if (form.labels !== "letters") return nodes;
  const read = [...nodes];
  for (const [at, node] of nodes.entries()) {
    const [stop, name] = [nodes[at + 1], nodes[at + 2]];
    const isInitial =
      /^\p{Lu}$/u.test(node.text) && stop?.text === "." && stop.start === node.end && name?.kind === "word";
    if (!isInitial || !/^\p{Lu}\p{L}/u.test(name.text)) continue;
    const option = node.mention?.isLabel === true ? node.mention.option : null;
    const { mention } = name;
    if (mention !== null && !mention.isLabel) {
      if (mention.option === option || mention.option === null) continue;
      if (!isInitialOf(node.key, name.key, form, mention.option)) continue;
      const named: Mention = { ...mention, kind: "text" };
      read[at] = { ...node, mention: null };
      read[at + 2] = { ...name, mention: named };
    } else if (
      option !== null &&
      !isKnownWord(name.key) &&
      !noName.test(name.key) &&
      actsBehind(nodes, at + 3)
    )
      read[at] = { ...node, mention: null };
  }
  return read;
}

/** Whether a name goes on with what somebody did, other names and small words between: "B. Pérez Galdós escribió", "A. Machado no lo escribió". */
function actsBehind(nodes: readonly Node[], from: number): boolean {
  let at = from;
  while (
    at < from + 3 &&
    /^(?:\p{Lu}\p{L}+|no|lo|la|also|first|never|también|nunca)$/u.test(nodes[at]?.text ?? "")
  )
    at += 1;
  return personal.test(nodes[at]?.key ?? "");
}

/** Whether an option's text has a word with this initial in front of the name: "Albert" for the A of "A. Einstein". */
function isInitialOf(initial: string, name: string, { options }: ReplyForm, option: number): boolean {
  const [surname = ""] = name.split(" ");
  return (options[option]?.texts ?? []).some((text) => {
    const words = baseTokens(text).flatMap(({ kind, key }) => (kind === "word" ? [key] : []));
    return words.slice(0, words.indexOf(surname)).some((word) => word.startsWith(initial));
  });
}
