import type { MissingReason } from "@refract/core";
import { emptyText } from "../prism-release/keys.ts";
import type { FieldDefinition, FileDefinition } from "./field-definition.ts";

/** What was counted of one field. */
export interface FieldCounts {
  readonly present: number;
  readonly missing: Readonly<Partial<Record<MissingReason, number>>>;
  /** Every value and how often it stands, for levels and flags; null for other types. */
  readonly levels: readonly { readonly value: string; readonly count: number }[] | null;
  /** True when there are more different values than are listed. */
  readonly moreLevels: boolean;
  /** Smallest and largest number, date, or length of a text in characters. */
  readonly minimum: number | string | null;
  readonly maximum: number | string | null;
  /** Of numbers; of the lengths of texts. */
  readonly mean: number | null;
  /** Texts stored as EMPTY STRING. */
  readonly empty: number;
}

const maximumLevels = 300;

/** Counts the fields of one file, row by row; memory does not grow with the rows. */
export class FileTally {
  readonly definition: FileDefinition;
  readonly #fields: ReadonlyMap<string, FieldTally>;
  /** Fields below a group, for when the whole group is null. */
  readonly #members = new Map<string, FieldTally[]>();
  #rows = 0;

  constructor(definition: FileDefinition) {
    this.definition = definition;
    this.#fields = new Map(definition.fields.map((each) => [each.name, new FieldTally(each)]));
    for (const [name, tally] of this.#fields) {
      for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
        const group = name.slice(0, dot);
        if (!group.endsWith("[]")) this.#members.set(group, [...(this.#members.get(group) ?? []), tally]);
      }
    }
  }

  get rows(): number {
    return this.#rows;
  }

  /** @param reasons Why fields of this row are null, where it is not the definition's reason. */
  add(record: object, reasons: ReadonlyMap<string, MissingReason> = noReasons): void {
    this.#rows += 1;
    this.#walk(record, "", reasons);
  }

  /** In the definition's order. */
  counts(): readonly { readonly definition: FieldDefinition; readonly counts: FieldCounts }[] {
    return [...this.#fields.values()].map((tally) => ({
      definition: tally.definition,
      counts: tally.counts(),
    }));
  }

  #walk(record: object, prefix: string, reasons: ReadonlyMap<string, MissingReason>): void {
    for (const [key, value] of Object.entries(record)) this.#value(prefix + key, value, reasons);
  }

  #value(name: string, value: unknown, reasons: ReadonlyMap<string, MissingReason>): void {
    const tally = this.#fields.get(name);
    if (tally !== undefined) {
      tally.add(value, reasons.get(name));
      return;
    }
    const members = this.#members.get(name);
    if (value === null && members !== undefined) {
      for (const member of members)
        member.add(null, reasons.get(member.definition.name) ?? reasons.get(name));
    } else if (Array.isArray(value)) {
      for (const item of value) this.#item(name, item, reasons);
    } else if (typeof value === "object" && value !== null && members !== undefined) {
      this.#walk(value, `${name}.`, reasons);
    } else {
      throw new Error(`${this.definition.name}: the codebook has no field ${name}`);
    }
  }

  #item(name: string, item: unknown, reasons: ReadonlyMap<string, MissingReason>): void {
    if (typeof item === "object" && item !== null) this.#walk(item, `${name}[].`, reasons);
    else this.#value(`${name}[]`, item, reasons);
  }
}

const noReasons: ReadonlyMap<string, MissingReason> = new Map();

class FieldTally {
  readonly definition: FieldDefinition;
  readonly #levels = new Map<string, number>();
  readonly #missing = new Map<MissingReason, number>();
  #present = 0;
  #more = false;
  #minimum: number | string | null = null;
  #maximum: number | string | null = null;
  #sum = 0;
  #empty = 0;

  constructor(definition: FieldDefinition) {
    this.definition = definition;
    for (const level of definition.levels) this.#levels.set(level, 0);
  }

  add(value: unknown, reason: MissingReason | undefined): void {
    if (value === null || value === undefined) {
      const why = reason ?? this.definition.nullMeans;
      this.#missing.set(why, (this.#missing.get(why) ?? 0) + 1);
      return;
    }
    this.#present += 1;
    switch (this.definition.type) {
      case "level":
      case "flag":
        this.#addLevel(String(value));
        break;
      case "integer":
      case "number":
        if (typeof value === "number") this.#addSize(value);
        if (this.definition.levels.length > 0) this.#addLevel(String(value));
        break;
      case "text":
        if (value === emptyText) this.#empty += 1;
        this.#addSize(typeof value === "string" ? value.length : JSON.stringify(value).length);
        break;
      case "list": {
        const items: readonly unknown[] = Array.isArray(value) ? value : [value];
        this.#addSize(items.length);
        if (this.definition.levels.length > 0) for (const item of items) this.#addLevel(String(item));
        break;
      }
      case "datetime":
      case "date":
        if (typeof value === "string") this.#addRange(value);
        break;
      case "id":
      case "map":
        break;
    }
  }

  counts(): FieldCounts {
    const { type, levels } = this.definition;
    const listed = type === "level" || type === "flag" || levels.length > 0;
    const measured = type === "integer" || type === "number" || type === "text" || type === "list";
    return {
      present: this.#present,
      missing: Object.fromEntries([...this.#missing].toSorted(([a], [b]) => a.localeCompare(b, "en"))),
      levels: listed ? [...this.#levels].map(([value, count]) => ({ value, count })) : null,
      moreLevels: this.#more,
      minimum: this.#minimum,
      maximum: this.#maximum,
      mean: measured && this.#present > 0 ? Math.round((this.#sum / this.#present) * 1000) / 1000 : null,
      empty: this.#empty,
    };
  }

  #addLevel(value: string): void {
    const count = this.#levels.get(value);
    if (count === undefined && this.#levels.size >= maximumLevels) this.#more = true;
    else this.#levels.set(value, (count ?? 0) + 1);
  }

  #addSize(size: number): void {
    this.#sum += size;
    this.#addRange(size);
  }

  #addRange(value: number | string): void {
    if (this.#minimum === null || value < this.#minimum) this.#minimum = value;
    if (this.#maximum === null || value > this.#maximum) this.#maximum = value;
  }
}
