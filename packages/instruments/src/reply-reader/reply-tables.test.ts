import { describe, expect, test } from "vitest";
import { readReply } from "./read-reply.ts";
import eighteenth from "./replies-eighteenth.json" with { type: "json" };
import eighth from "./replies-eighth.json" with { type: "json" };
import eleventh from "./replies-eleventh.json" with { type: "json" };
import fifteenth from "./replies-fifteenth.json" with { type: "json" };
import fifth from "./replies-fifth.json" with { type: "json" };
import fourteenth from "./replies-fourteenth.json" with { type: "json" };
import fourth from "./replies-fourth.json" with { type: "json" };
import nineteenth from "./replies-nineteenth.json" with { type: "json" };
import seventeenth from "./replies-seventeenth.json" with { type: "json" };
import seventh from "./replies-seventh.json" with { type: "json" };
import sixteenth from "./replies-sixteenth.json" with { type: "json" };
import sixth from "./replies-sixth.json" with { type: "json" };
import tenth from "./replies-tenth.json" with { type: "json" };
import thirteenth from "./replies-thirteenth.json" with { type: "json" };
import twelfth from "./replies-twelfth.json" with { type: "json" };
import twentieth from "./replies-twentieth.json" with { type: "json" };
import varied from "./replies-varied.json" with { type: "json" };
import { acceptanceForm, letteredForm, type ReplyForm, truthForm } from "./reply-form.ts";

/** A reply with its right reading, as its author wrote it down who had not seen the reader. */
interface Row {
  readonly kind: string;
  readonly language: string;
  readonly options: Readonly<Record<string, string | undefined>> | null;
  readonly reply: string;
  readonly right: string | null;
  /** What the reader gives where it does not find the right reading yet: never a wrong option. */
  readonly reads?: null;
}

const acceptance = acceptanceForm({ yes: "yes", no: "no", neither: "neutral" });

function formOf({ kind, options }: Row): ReplyForm {
  if (options !== null)
    return letteredForm(
      Object.entries(options).flatMap(([id, text]) => (text === undefined ? [] : [{ id, text }])),
    );
  if (kind === "truth") return truthForm;
  if (kind === "yes-no") return acceptance;
  throw new Error(`no form for ${kind}`);
}

const tables: readonly (readonly [string, readonly Row[]])[] = [
  ["the fourth table", fourth],
  ["the fifth table", fifth],
  ["the sixth table", sixth],
  ["the seventh table", seventh],
  ["the eighth table", eighth],
  ["the tenth table", tenth],
  ["the eleventh table", eleventh],
  ["the twelfth table", twelfth],
  ["the thirteenth table", thirteenth],
  ["the fourteenth table", fourteenth],
  ["the fifteenth table", fifteenth],
  ["the sixteenth table", sixteenth],
  ["the seventeenth table", seventeenth],
  ["the eighteenth table", eighteenth],
  ["the nineteenth table", nineteenth],
  ["the twentieth table", twentieth],
  ["varied replies", varied],
];

describe.each(tables)("%s", (_, rows) => {
  test.each(rows)("$kind, $language: $reply is $right", (row) => {
    const { value, rule } = readReply(row.reply, formOf(row));
    expect({ value: value === null ? null : String(value), rule }).toEqual({
      value: row.reads === undefined ? row.right : row.reads,
      rule,
    });
  });
});
