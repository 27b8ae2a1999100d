import * as z from "zod";
import { builtInStudySchema } from "../built-in-study-schema.ts";
import { exitCodes } from "../exit-codes.ts";

/** JSON Schema, draft 2020-12, of what people write: defaults are left to be filled in. */
export function printStudySchema(): number {
  const schema = z.toJSONSchema(builtInStudySchema(), { io: "input", unrepresentable: "any" });
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return exitCodes.ok;
}
