import { type JsonValue, textIn } from "@refract/core";
import { formatOptions, type TaskFormat, type TaskItem } from "./task-item.ts";

/** An answer in words, as a model's reply would have it. */
export function replyInWords(item: TaskItem, value: JsonValue, language: string): string {
  const { format } = item;
  switch (format.kind) {
    case "choice":
    case "likert":
      return optionWords(format, value, language);
    case "several":
    case "ranking":
      return listOf(value)
        .map((id) => optionWords(format, id, language))
        .join("\n");
    case "true-false":
      return value === true ? "True" : "False";
    case "vas":
    case "number":
      return String(value);
    case "text":
      return format.slots === 1 ? String(value) : listOf(value).join("\n");
  }
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function optionWords(format: TaskFormat, id: JsonValue, language: string): string {
  const option = formatOptions(format).find((candidate) => candidate.id === id);
  return option === undefined ? "" : textIn(option.text, language, language);
}
