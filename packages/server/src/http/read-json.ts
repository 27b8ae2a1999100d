import { RefractError } from "@refract/core";
import type { Context } from "hono";

/** No body of ours is half as deep; a schema that walks down a deeper one would run out of stack. */
const maximumDepth = 20;

/** The body of a request. Throws `invalid-input` for anything that is not JSON, says that it is not, or is nested without end. */
export async function readJson(context: Context): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (!type.startsWith("application/json")) {
    throw new RefractError(
      "invalid-input",
      `content-type: invalid value ${JSON.stringify(type)}, expected application/json`,
    );
  }
  let body: unknown;
  try {
    body = await context.req.json();
  } catch (cause) {
    throw new RefractError("invalid-input", "body: not JSON", { cause });
  }
  if (isDeeper(body, maximumDepth))
    throw new RefractError("invalid-input", `body: nested deeper than ${maximumDepth} levels`);
  return body;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
