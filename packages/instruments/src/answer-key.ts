import type { RecordProblem } from "@refract/core";
import type { TableRow } from "./record-table.ts";

/** Reads the keys of one table: the place of the right option from 0, or what is wrong with a value. */
export interface AnswerKeys {
  placeOf(row: TableRow, texts: readonly string[]): number | string;
  /** Told once of a table whose keys are numbers. */
  readonly notice: RecordProblem | null;
}

const letters = "ABCDE";
const wholeNumber = /^(\d)(?:\.0)?$/;

/**
 * Keys as letters, as the text of an option, or as whole numbers. Numbers begin at 0 where a table has a 0 and at 1 where it has the number of
 * options; a table that has neither leaves it open and is refused.
 */
export function answerKeys(
  table: string,
  rows: readonly TableRow[],
  column: string,
  count: number,
): AnswerKeys {
  const values = rows.map((row) => row.text(column).normalize("NFKC"));
  const numbers = values.map((value) => wholeNumber.exec(value)?.[1]).filter((digit) => digit !== undefined);
  const areNumbers = values.length > 0 && numbers.length === values.length;
  const begin = !areNumbers ? null : numbers.includes("0") ? 0 : numbers.includes(String(count)) ? 1 : null;
  const expected = `expected A to ${letters[count - 1] ?? "?"}`;
  return {
    placeOf: (row, texts) => {
      const value = row.text(column).normalize("NFKC");
      const told = `${column} "${row.text(column)}", ${expected}`;
      const digit = wholeNumber.exec(value)?.[1];
      if (areNumbers && begin === null)
        return `${told}; the numbers of this table have no 0 and no ${count}, so it is open whether they begin at 0 or 1`;
      if (digit !== undefined && begin !== null) {
        const place = Number(digit) - begin;
        return place >= 0 && place < count
          ? place
          : `${told}, or ${begin} to ${count - 1 + begin} as in other rows`;
      }
      const letter = /^[([]?([A-Ea-e])[)\].:]?$/.exec(value)?.[1];
      const place = letter === undefined ? -1 : letters.indexOf(letter.toUpperCase());
      if (place >= 0 && place < count) return place;
      const same = texts.flatMap((text, index) => (text !== "" && text === row.text(column) ? [index] : []));
      const [only] = same;
      return only !== undefined && same.length === 1 ? only : told;
    },
    notice:
      begin === null
        ? null
        : {
            place: table,
            problem: `${column} holds numbers, which are read as ${begin} for A to ${count - 1 + begin} for ${letters[count - 1] ?? "?"}`,
            dropped: false,
          },
  };
}
