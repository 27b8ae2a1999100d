import type { Item } from "@refract/core";
import * as z from "zod";
import type { TableRow } from "../record-table.ts";
import { blendRegion } from "./regions.ts";

const letters = z.record(z.enum(["A", "B", "C", "D"]), z.string());

/** A row of the multiple-choice form as an item, or what is wrong with it. */
export function readChoiceRow(row: TableRow): Item | string {
  const text = (name: string): string => row.text(name);
  const choices = lettersOf(text("choices"));
  const origins = lettersOf(text("choice_countries"));
  const answer = text("answer_idx");
  const region = blendRegion(text("country"));
  if (text("MCQID") === "") return "MCQID: no value, expected an id";
  if (choices === null) return `choices: invalid value, expected JSON with a text for A, B, C and D`;
  if (origins === null)
    return `choice_countries: invalid value, expected JSON with a region for A, B, C and D`;
  if (!["A", "B", "C", "D"].includes(answer))
    return `answer_idx: invalid value "${answer}", expected one of A, B, C, D`;
  if (region === undefined) return `country: unknown region "${text("country")}"`;
  return {
    id: text("MCQID"),
    group: text("MCQID"),
    cluster: text("ID") || text("MCQID"),
    language: "en",
    stimulus: [],
    question: questionIn(text("prompt")),
    format: {
      kind: "choice",
      options: Object.entries(choices).map(([id, option]) => ({ id, text: option })),
    },
    optOuts: [],
    gold: { kind: "key", accepted: [answer] },
    attributes: { region: region.id, country: region.country, form: "multiple choice" },
    record: { prompt: text("prompt"), origins },
  };
}

/** The question of a released prompt, which goes on with the form of the reply and the options: what people are shown. */
function questionIn(prompt: string): string {
  return /^(.*?\?)\s[^?]*\bJSON\b/s.exec(prompt)?.[1] ?? prompt;
}

function lettersOf(text: string): Readonly<Record<string, string>> | null {
  try {
    const parsed = letters.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
