import { keepResearcherKey } from "./researcher-key.ts";

/** Takes the key that the server put behind the # of the address when its link was opened, and cleans the address. */
export function takeKeyFromAddress(): void {
  const key = /^#key=([0-9a-f]{16,128})$/.exec(location.hash)?.[1];
  if (key === undefined) return;
  keepResearcherKey(key);
  history.replaceState(null, "", `${location.pathname}${location.search}`);
}
