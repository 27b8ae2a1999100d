/** Participant pages live at `/s/<study id>`. */
export function studyIdOfPath(path: string): string {
  const part = /^\/s\/([^/]+)/.exec(path)?.[1] ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Query parameters of the link by name. */
export type LinkParameters = Readonly<Record<string, string>>;

/** More than any panel sends; what is longer is somebody's tracking. */
const most = { parameters: 50, characters: 1000 };

/** What the link says of the person; of a name that comes twice the first. */
export function linkParameters(search: string): LinkParameters {
  const named = [...parametersIn(search)].filter(
    ([name, value]) => /^[A-Za-z0-9_.-]{1,64}$/.test(name) && value.length <= most.characters,
  );
  return Object.fromEntries(named.slice(0, most.parameters).toReversed());
}

/** Languages the person wants, most wanted first: the link's own `lang`, then the browser's. */
export function wantedLanguages(search: string, browser: readonly string[]): readonly string[] {
  const asked = parametersIn(search).get("lang");
  return asked === null || asked === "" ? browser : [asked, ...browser];
}

/**
 * The parameters of an address, also where somebody put it together: panels add theirs behind a second question mark to a link that
 * has one (`?lang=ar?PROLIFIC_PID=…`), and links copied out of a page's source say `&amp;`. An address within a value is left as it is.
 */
function parametersIn(search: string): URLSearchParams {
  const parts = search.replace(/^\?/, "").replaceAll("&amp;", "&").split("&");
  return new URLSearchParams(
    parts
      .flatMap((part) => (part.includes("://") ? [part] : part.split(/\?(?=[A-Za-z0-9_.-]{1,64}=)/)))
      .join("&"),
  );
}
