import { RefractError } from "@refract/core";

/** A whole number from 1, as an option holds it. */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected a whole number from 1`,
    );
  return value;
}

/** A port to listen on; 0 takes a free one. */
export function portNumber(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected a whole number from 0 to 65535`,
    );
  return port;
}

/** One of a closed list. */
export function oneOf<const Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected one of ${choices.join(", ")}`,
    );
  return found;
}

/** The origin people use, without a path; null when none is given. */
export function originOf(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    (url.protocol !== "https:" && url.protocol !== "http:") ||
    url.pathname !== "/" ||
    url.username !== ""
  ) {
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected an address such as https://study.example.org`,
    );
  }
  return url.origin;
}

/** An amount of money in dollars, from 0. */
export function dollars(option: string, text: string): number {
  const amount = Number(text);
  if (text.trim() === "" || !Number.isFinite(amount) || amount < 0)
    throw new RefractError("invalid-input", `${option}: invalid value "${text}", expected dollars from 0`);
  return amount;
}

/** Any number from 0. */
export function numberFromZero(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected a number of at least 0`,
    );
  return value;
}

/** The address of the PostgreSQL database, from the option or from REFRACT_DATABASE_URL. */
export function databaseUrlOf(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const url = option ?? environment.REFRACT_DATABASE_URL;
  if (url === undefined || url === "")
    throw new RefractError(
      "invalid-input",
      "--database-url: missing, expected postgres://user:password@host:port/database, here or in REFRACT_DATABASE_URL",
    );
  return url;
}
