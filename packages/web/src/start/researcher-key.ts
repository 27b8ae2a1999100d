const storageName = "refract.researcher-key";
let held: string | null = null;

/**
 * Keeps the key that a sign-in link brought for later visits. The cookie alone lets nobody in: browsers send it to every port
 * of this host, and the key only this page can read. Without storage it lasts as long as the page.
 */
export function keepResearcherKey(key: string): void {
  held = key;
  whereAllowed(() => localStorage.setItem(storageName, key));
}

export function researcherKey(): string {
  return held ?? whereAllowed(() => localStorage.getItem(storageName)) ?? "";
}

export function forgetResearcherKey(): void {
  held = null;
  whereAllowed(() => localStorage.removeItem(storageName));
}

/** An address of the server's with the key in it, where a browser sends no headers: streams and downloads. */
export function withResearcherKey(path: string): string {
  return `${path}?key=${encodeURIComponent(researcherKey())}`;
}

function whereAllowed<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
