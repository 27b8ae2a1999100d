import type { Item, JsonValue } from "@refract/core";

/**
 * An item with names in place of its texts, so that a prompt made of it shows the wording round them and nothing of the records. Attributes,
 * which results name anyhow, stay. Pure.
 */
export function maskedItem(item: Item): Item {
  const { format } = item;
  return {
    ...item,
    question: "{question}",
    stimulus: item.stimulus.map((part) =>
      part.kind === "text" ? { ...part, text: "{stimulus}" } : { ...part, data: new Uint8Array() },
    ),
    format:
      "options" in format
        ? { ...format, options: format.options.map(({ id }) => ({ id, text: `{option ${id}}` })) }
        : format,
    record: Object.fromEntries(
      Object.entries(item.record).map(([name, value]) => [name, masked(name, value)]),
    ),
  };
}

function masked(name: string, value: JsonValue): JsonValue {
  if (typeof value === "string") return `{${name}}`;
  return Array.isArray(value) ? value.map((one, place) => masked(`${name} ${place + 1}`, one)) : value;
}
