import type { PanelPreset } from "./panel-presets.ts";

/**
 * What is wrong with an address that the server is to call for credit; null when it is the panel's own form. A server that calls whatever a
 * study file names could be sent into its own network, so host, path and parameters are all fixed.
 */
export function serverCreditFault(
  form: NonNullable<PanelPreset["serverCredit"]>,
  template: string,
): string | null {
  const url = URL.parse(template);
  if (
    url === null ||
    url.protocol !== "https:" ||
    url.port !== "" ||
    url.username !== "" ||
    url.password !== ""
  )
    return "is no plain https:// address";
  if (!form.hosts.some((end) => url.hostname.endsWith(end))) return `leads to ${url.hostname}`;
  if (url.pathname.toLowerCase() !== form.path.toLowerCase()) return `has the path ${url.pathname}`;
  const names = [...url.searchParams.keys()];
  const missing = form.parameters.find((name) => !names.includes(name));
  if (missing !== undefined) return `lacks ${missing}`;
  const other = names.find((name, index) => !form.parameters.includes(name) || names.indexOf(name) !== index);
  if (other !== undefined) return `has ${other} ${form.parameters.includes(other) ? "twice" : "too"}`;
  for (const [name, value] of url.searchParams) {
    if (name === form.idParameter ? value !== "{id}" : !/^[A-Za-z0-9-]+$/.test(value))
      return `has ${name}=${value}`;
  }
  return null;
}

/** The call for one person; null for an address that is not the panel's form, and for no id. */
export function serverCreditAddress(
  form: NonNullable<PanelPreset["serverCredit"]>,
  template: string,
  id: string,
): string | null {
  if (id === "" || serverCreditFault(form, template) !== null) return null;
  const url = new URL(template);
  url.hash = "";
  url.searchParams.set(form.idParameter, id);
  return url.href;
}
