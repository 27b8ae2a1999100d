import { RefractError } from "@refract/core";
import type { Environment } from "../provider.ts";

/** The address a variable holds, without a slash at its end; null when it is unset or empty. */
export function baseUrlFrom(env: Environment, variable: string): string | null {
  const value = env[variable]?.trim() ?? "";
  return value === "" ? null : normalBaseUrl(value, variable);
}

/** The key of an account: the provider's name, and the address where it is not the vendor's own. */
export function accountAt(provider: string, baseUrl: string | null): string {
  return baseUrl === null ? provider : `${provider}/${baseUrl.replace(/^https?:\/\//, "")}`;
}

/**
 * An address as `http(s)://host/path` without a slash at its end. Throws RefractError `invalid-input` for anything
 * else, for an address that holds a password (keys come from the environment only), and for one with a query.
 */
export function normalBaseUrl(text: string, where: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new RefractError(
      "invalid-input",
      `${where}: invalid value "${text}", expected an http or https address`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new RefractError("invalid-input", `${where}: the address holds a name or password, expected none`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new RefractError(
      "invalid-input",
      `${where}: the address holds a query or fragment, which would not be sent, expected none`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
