import * as z from "zod";
import { modelAccessLevels, modelTypeLevels } from "./levels.ts";
import { formFields, type ReleaseForm } from "./release-form.ts";

/** Settings as the release keeps them: numbers as strings, `is_*` flags as integers. */
const parametersSchema = z.record(
  z.string(),
  z.custom<string | number>((value) => typeof value === "string" || Number.isInteger(value), {
    error: "expected a text or a whole number",
  }),
);

/** One row of `models.jsonl`. Keys are in the release's order. */
export function createModelSchema(form: ReleaseForm) {
  const { level, text } = formFields(form);
  return z.strictObject({
    /** The `model_name` of utterances. */
    long_name: z.string().min(1),
    short_name: z.string().min(1),
    longcode: text(),
    model_family: text(),
    model_provider: text(),
    model_provider_type: level(modelAccessLevels),
    model_type: level(modelTypeLevels),
    default_params: parametersSchema,
    selected_params: parametersSchema,
    /** The instruction text put before the prompt. */
    header: z.string(),
    link: text(),
    in_yaml: text(),
    params_tested: text(),
    endpoint_live: text(),
    status: text(),
  });
}

export type ModelRecord = z.output<ReturnType<typeof createModelSchema>>;
