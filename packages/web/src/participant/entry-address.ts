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
  const named = [...new URLSearchParams(search)].filter(
    ([name, value]) => /^[A-Za-z0-9_.-]{1,64}$/.test(name) && value.length <= most.characters,
  );
  return Object.fromEntries(named.slice(0, most.parameters).toReversed());
}

/** Languages the person wants, most wanted first: the link's own `lang`, then the browser's. */
export function wantedLanguages(search: string, browser: readonly string[]): readonly string[] {
  const asked = new URLSearchParams(search).get("lang");
  return asked === null || asked === "" ? browser : [asked, ...browser];
}
