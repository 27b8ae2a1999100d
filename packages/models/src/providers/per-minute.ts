import type { ProviderDefinition } from "../provider.ts";

/** An answer of some hundred tokens takes about so long. */
const usualAnswerSeconds = 8;

/**
 * Calls at a time that use up so many requests a minute: with what a new account may do, and with what an old one may. Vendors
 * publish requests a minute; by Little's law that many times the length of an answer are under way. An account that bears less says
 * so with 429, and the limit follows.
 */
export function perMinute(first: number, later: number): ProviderDefinition["concurrency"] {
  const atATime = (requests: number) => Math.round((requests * usualAnswerSeconds) / 60);
  return { initial: atATime(first), maximum: atATime(later) };
}
