import type { Random } from "@refract/stats";
import type { QuestionElement } from "../survey/survey-schema.ts";
import { composeWords } from "./compose-text.ts";

type TextField = Extract<QuestionElement, { type: "text" }>;

const dayMs = 86_400_000;

/** An answer to a one-line field of its kind, inside its limits. */
export function answerTextField(element: TextField, language: string, random: Random): string | number {
  switch (element.inputType) {
    case "text":
      return composeWords(language, random, {
        minimum: element.validators?.[0]?.minLength ?? 0,
        maximum: element.maxLength ?? 200,
      });
    case "number":
      return numberIn(element, random);
    case "date": {
      const low = dayOf(element.min) ?? dayOf("1950-01-01") ?? 0;
      const high = dayOf(element.max) ?? Math.max(low + 3650, dayOf("2020-12-31") ?? 0);
      const day = low + random.integer(Math.max(1, high - low + 1));
      return new Date(day * dayMs).toISOString().slice(0, 10);
    }
    case "time": {
      const low = minutesOf(element.min, Math.ceil) ?? 0;
      const high = minutesOf(element.max, Math.floor) ?? 24 * 60 - 1;
      const minutes = low + random.integer(Math.max(1, high - low + 1));
      return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
    }
  }
}

function numberIn({ min, max, step = 1 }: TextField, random: Random): number {
  const low = typeof min === "number" ? min : typeof max === "number" ? Math.min(0, max) : 0;
  const high = typeof max === "number" ? max : low + 100 * step;
  const steps = Math.max(0, Math.floor((high - low) / step));
  const share = Math.min(1, Math.max(0, random.normal(0.4, 0.2)));
  // Adding steps of a tenth must not give 0.30000000000000004.
  return Number((low + step * Math.round(share * steps)).toPrecision(12));
}

function dayOf(text: number | string | undefined): number | undefined {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.floor(at / dayMs);
}

function minutesOf(
  text: number | string | undefined,
  round: (minutes: number) => number,
): number | undefined {
  const [hours, minutes, seconds = 0] = typeof text === "string" ? text.split(":").map(Number) : [];
  return hours === undefined || minutes === undefined
    ? undefined
    : round(hours * 60 + minutes + seconds / 60);
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
