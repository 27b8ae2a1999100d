import { messageOf } from "@refract/core";
import * as z from "zod";
import { parsePythonList } from "./python-list.ts";

/** Cells of a CSV file, which are all texts, as values. */

/** `17`, `-0.0093`, `5e-04` */
export const numberCell = z
  .string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/, { error: "expected a number" })
  .transform(Number);

/** A whole number; thousands are not separated. */
export const integerCell = z
  .string()
  .regex(/^-?\d+$/, { error: "expected a whole number" })
  .transform(Number);

/** A number, or `-` for what was not reported. */
export const reportedCell = z.union([z.literal("-").transform(() => null), numberCell], {
  error: "expected a number, or - for not reported",
});

export const flagCell = z
  .string()
  .regex(/^[01]$/, { error: "expected 0 or 1" })
  .transform((text) => text === "1");

/** A text that may be missing. */
export const optionalCell = z.string().transform((text) => (text === "" ? null : text));

export const listCell = z.string().transform((text, context) => {
  try {
    return parsePythonList(text);
  } catch (thrown) {
    context.addIssue({
      code: "custom",
      message: messageOf(thrown).replace(/^list literal: /, "invalid list: "),
    });
    return z.NEVER;
  }
});
