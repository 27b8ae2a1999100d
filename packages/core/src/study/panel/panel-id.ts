/** A panel's id longer than this is refused. */
export const maximumPanelIdCharacters = 200;

/** Proxies and mail programs encode a link's parameters once more; nobody does it more often than this. */
const mostDecodings = 3;

/**
 * A panel's id as it was meant: percent-decoded, in one Unicode form (NFKC), without invisible characters, blanks round
 * it or half a character. `" AB%20"` and `"ＡＢ"` are both `"AB"`.
 */
export function cleanPanelId(raw: string): string {
  return decoded(raw.toWellFormed())
    .normalize("NFKC")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}

/** What two spellings of one id have in common; what a person is recognised by. */
export function panelIdKey(id: string, idCase: "sensitive" | "insensitive"): string {
  const clean = cleanPanelId(id);
  // After upper case, because some small letters share one capital.
  return idCase === "sensitive" ? clean : clean.toUpperCase().toLowerCase();
}

/** The forms of placeholders that panels, survey tools and templates fill in. */
const placeholder =
  /\{\{|\}\}|^%{1,2}[A-Za-z0-9_]+%{1,2}$|^[$#]?\{[^}]*\}$|^\[[^\]]*\]$|^<[^>]*>$|^\$[A-Za-z_]\w*$|^__\w+__$/;
/** What programs write for a value they do not have, and what MTurk writes before somebody accepts a task. */
const noValue = /^\(?(?:undefined|null|none|nan|nil)\)?$|^ASSIGNMENT_ID_NOT_AVAILABLE$/i;

/**
 * Whether a value names nobody: a panel's placeholder that was not filled in (`{{%PROLIFIC_PID%}}`, `%SURVEY_CODE%`, `${workerId}`), or
 * a program's word for no value (`undefined`). Taken as an id it would make one person of everybody.
 */
export function isUnfilledPlaceholder(value: string): boolean {
  const clean = cleanPanelId(value);
  return placeholder.test(clean) || noValue.test(clean);
}

function decoded(text: string): string {
  let current = text;
  for (let time = 0; time < mostDecodings && /%[0-9a-f]{2}/i.test(current); time += 1) {
    try {
      const next = decodeURIComponent(current);
      if (next === current) break;
      current = next;
    } catch {
      break;
    }
  }
  return current;
}
