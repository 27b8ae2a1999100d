import {
  type ModelEntry,
  modelDescriptionSchema,
  modelReferenceSchema,
  RefractError,
  samplingParametersSchema,
} from "@refract/core";
import * as z from "zod";
import { parseYamlFile } from "./parse-yaml-file.ts";
import { priceSchema } from "./prices/parse-prices.ts";
import type { PriceRule } from "./prices/price-table.ts";
import { type AccountSettings, accountSettingsSchema } from "./service/account-settings.ts";

const namedModelSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[^\s:]+$/, { error: "expected a name without blanks and colons" }),
  use: modelReferenceSchema,
  parameters: samplingParametersSchema.optional(),
  instruction: z.string().optional(),
  description: modelDescriptionSchema.optional(),
  price: priceSchema.optional(),
});

const accountNameSchema = z.string().regex(/^([a-z][a-z0-9-]*|https?:\/\/[^\s#]+)$/, {
  error: "expected a provider such as openai, or an address such as http://gpu-1.lab:8000/v1",
});

const modelsFileSchema = z
  .strictObject({
    models: z.array(namedModelSchema).default([]),
    accounts: z.record(accountNameSchema, accountSettingsSchema).default({}),
  })
  .check((context) => {
    const ids = context.value.models.map((model) => model.id);
    ids.forEach((id, index) => {
      const first = ids.indexOf(id);
      if (first < index) {
        context.issues.push({
          code: "custom",
          path: ["models", index, "id"],
          message: `"${id}" is used by models[${first}] already, expected a unique id`,
          input: id,
        });
      }
    });
  });

/** Models under names of the user's own, and what they cost. */
export interface NamedModels {
  readonly entries: readonly ModelEntry[];
  /** Rules for the references of the entries that state a price. */
  readonly prices: readonly PriceRule[];
  /** By provider or address. */
  readonly accounts: Readonly<Record<string, AccountSettings>>;
}

/** Reads a models.yaml. Throws RefractError `invalid-input` with file, line and column of every problem. */
export function parseModels(text: string, file = "models.yaml"): NamedModels {
  const { models, accounts } = parseYamlFile(text, modelsFileSchema, file);
  return {
    entries: models.map(({ price: _price, ...entry }) => entry),
    prices: models.flatMap(({ use, price }) =>
      price === undefined ? [] : [{ pattern: use, ...price, note: price.note ?? null }],
    ),
    accounts,
  };
}

/**
 * The entry for a name of models.yaml, or for a reference such as `openai:…`. A study says `named:NAME`, the
 * command line just `NAME`. Throws RefractError `invalid-input` that lists the names there are.
 */
export function resolveModel(name: string, named: NamedModels): ModelEntry {
  const id = name.startsWith("named:") ? name.slice("named:".length) : name;
  const found = named.entries.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  if (!name.startsWith("named:") && modelReferenceSchema.safeParse(name).success)
    return { id: name, use: name };
  const names = named.entries.map((entry) => entry.id);
  const known = names.length === 0 ? "none, there is no models.yaml" : names.join(", ");
  throw new RefractError(
    "invalid-input",
    `unknown model "${name}", expected provider:model, http://host/v1#model or a name of models.yaml (${known})`,
  );
}

/** A study's pool with every `named:NAME` replaced; what the study says of a model goes before the file. */
export function resolvePool(pool: readonly ModelEntry[], named: NamedModels): readonly ModelEntry[] {
  return pool.map((entry) => {
    if (!entry.use.startsWith("named:")) return entry;
    const { use, ...definition } = resolveModel(entry.use, named);
    const id = entry.id === entry.use ? definition.id : entry.id;
    return { ...definition, ...entry, id, use };
  });
}
