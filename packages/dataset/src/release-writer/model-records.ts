import { isDemoModel, type SamplingParameters } from "@refract/core";
import type { ModelRecord } from "../prism-release/model-record.ts";
import type { ReleaseModel, ReleaseStudy } from "./release-source.ts";

/** What the data say of a model: how many of its slots got an answer and how many did not. */
export interface ModelUse {
  readonly answered: number;
  readonly failed: number;
}

/** The `model_name` of a release: the long name the study gives, else the id. */
export function modelName(model: ReleaseModel): string {
  return model.description.longName ?? model.id;
}

/** The `model_provider` of utterances: the provider in small letters, as `huggingface_api`. */
export function modelProvider(model: ReleaseModel): string {
  return providerLabel(model)
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}

/** One row of `models.jsonl`, in the release's forms: settings as strings, "Commerical" as it is spelled there. */
export function modelRecord(study: ReleaseStudy, model: ReleaseModel, use: ModelUse): ModelRecord {
  const { description } = model;
  const access = description.access;
  const answers = use.answered > 0;
  return {
    long_name: modelName(model),
    short_name: description.shortName ?? modelName(model).split("/").at(-1) ?? model.id,
    longcode: description.longcode ?? null,
    model_family: description.family ?? providerLabel(model),
    model_provider: providerLabel(model),
    model_provider_type: access === undefined ? null : access === "Commercial" ? "Commerical" : access,
    model_type: description.kind ?? null,
    default_params: parameterTexts(model.defaultParameters ?? {}),
    selected_params: parameterTexts(model.parameters),
    header: model.instruction ?? study.instruction,
    link: description.link ?? null,
    in_yaml: "Yes",
    params_tested: answers ? "Yes" : "No",
    endpoint_live: answers ? "Yes" : "No",
    status: statusOf(model, use),
  };
}

function statusOf(model: ReleaseModel, use: ModelUse): string {
  const what = isDemoModel({ use: model.reference })
    ? "Scripted demo text, no model"
    : "Deployed Successfully";
  if (use.answered === 0) return use.failed === 0 ? "Never asked" : "Never answered";
  return use.failed === 0 ? what : `${what} (but fails intermittently)`;
}

/** The name of the provider as people write it, else the first part of the reference, else the server. */
function providerLabel(model: ReleaseModel): string {
  if (model.description.provider !== undefined) return model.description.provider;
  const server = /^https?:\/\/([^/#]+)/.exec(model.reference)?.[1];
  return server ?? model.reference.split(":")[0] ?? model.reference;
}

const parameterNames = {
  temperature: ["temperature", "real"],
  topP: ["top_p", "real"],
  presencePenalty: ["presence_penalty", "real"],
  frequencyPenalty: ["frequency_penalty", "real"],
  minTokens: ["min_tokens", "whole"],
  maxTokens: ["max_tokens", "whole"],
  topK: ["top_k", "whole"],
  seed: ["seed", "whole"],
} as const;

/** Settings as the release writes them: real numbers always with a decimal point, whole ones without. */
function parameterTexts(parameters: SamplingParameters): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, [name, form]] of Object.entries(parameterNames)) {
    const value = Object.entries(parameters).find(([parameter]) => parameter === key)?.[1];
    if (typeof value !== "number") continue;
    texts[name] = form === "real" && Number.isInteger(value) ? value.toFixed(1) : String(value);
  }
  if (parameters.stop != null) texts.stop = JSON.stringify(parameters.stop);
  if (parameters.reasoningEffort != null) texts.reasoning_effort = parameters.reasoningEffort;
  if (parameters.body != null) texts.body = JSON.stringify(parameters.body);
  return texts;
}
