import { messageOf, RefractError } from "@refract/core";
import { storageFull } from "../storage-full.ts";

/**
 * What PostgreSQL or the network threw, as a RefractError where it is something that can happen in use.
 * Codes: PostgreSQL manual, appendix A, "PostgreSQL Error Codes".
 */
export function postgresProblem(thrown: unknown, place: string): unknown {
  if (thrown instanceof RefractError || !(thrown instanceof Error)) return thrown;
  const cause = thrown;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  const unavailable = (what: string) => new RefractError("unavailable", `${place}: ${what}`, { cause });
  switch (code) {
    case "23505": {
      const constraint = "constraint" in thrown ? String(thrown.constraint) : "unique constraint";
      return new RefractError("conflict", `${constraint}: somebody else was first`, { cause });
    }
    case "53100": // disk_full
      return storageFull(place, cause);
    case "3D000": // invalid_catalog_name
      return new RefractError("not-found", `${place}: there is no such database; make it with createdb`, {
        cause,
      });
    case "28P01": // invalid_password
    case "28000": // invalid_authorization_specification
      return unavailable("the server refuses this user or password");
    case "42501": // insufficient_privilege
      return unavailable(`the user lacks a right (${messageOf(thrown)})`);
    case "25006": // read_only_sql_transaction
      return unavailable("the server only reads, expected write access");
    case "XX001": // data_corrupted
    case "XX002": // index_corrupted
      return unavailable(`the database is damaged (${messageOf(thrown)})`);
    case "53300": // too_many_connections
      return unavailable("the server has no connection left");
    case "40001": // serialization_failure
    case "40P01": // deadlock_detected
    case "57014": // query_canceled, by an administrator or a time limit
      return unavailable(`the server broke this off (${messageOf(thrown)}); it can be tried again`);
    default:
      if (isConnectionProblem(code, thrown))
        return unavailable(`the server does not answer (${code === "" ? messageOf(thrown) : code})`);
      return isServerTrouble(code, thrown)
        ? unavailable(`the server has trouble (${messageOf(thrown)})`)
        : thrown;
  }
}

/**
 * Classes 53 (insufficient resources) and 58 (system error), and whatever ends the session from the server's side: on a full disk a new
 * connection ends with an internal error.
 */
function isServerTrouble(code: string, thrown: Error): boolean {
  const severity = "severity" in thrown ? thrown.severity : null;
  return /^(53|58)/.test(code) || severity === "FATAL" || severity === "PANIC";
}

/** Class 08, operator intervention 57P0x, and what sockets and the pool report. */
function isConnectionProblem(code: string, thrown: Error): boolean {
  return (
    /^(08|57P0)/.test(code) ||
    /^E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_AGAIN|NOTFOUND)/.test(code) ||
    ["ENOTFOUND", "ENOENT", "ETIMEDOUT"].includes(code) ||
    /connection terminated|timeout exceeded when trying to connect|connection error/i.test(thrown.message)
  );
}
