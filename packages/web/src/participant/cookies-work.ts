import { isFramed } from "../page/is-framed.ts";

const name = "refract_check";

/** Whether this browser keeps cookies for our pages: a session is one, and without it nobody gets past the first page. */
export function cookiesWork(): boolean {
  if (!navigator.cookieEnabled) return false;
  try {
    // Inside another site's page a browser keeps partitioned ones, if any.
    const reach = isFramed() ? "SameSite=None; Secure; Partitioned" : "SameSite=Strict";
    // biome-ignore lint/suspicious/noDocumentCookie: the asynchronous interface is not in every browser
    document.cookie = `${name}=1; ${reach}; Path=/s`;
    const kept = document.cookie.includes(`${name}=1`);
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${name}=; Max-Age=0; ${reach}; Path=/s`;
    return kept;
  } catch {
    return false;
  }
}
