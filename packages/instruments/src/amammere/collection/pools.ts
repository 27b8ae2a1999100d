import { RefractError } from "@refract/core";

/** The two pools of people; they are never mixed in one task (spec amammere, "Collection protocol"). */
export const pools = ["GH", "US"] as const;
export type Pool = (typeof pools)[number];

export function otherPool(pool: Pool): Pool {
  return pool === "GH" ? "US" : "GH";
}

export function poolOf(value: string, place: string): Pool {
  const found = pools.find((pool) => pool === value.trim().toUpperCase());
  if (found === undefined)
    throw new RefractError("invalid-input", `${place}: pool "${value}", expected one of ${pools.join(", ")}`);
  return found;
}
