import type { ModelRecord } from "@refract/dataset";

const providers = ["openai", "anthropic", "cohere", "google", "aleph", "huggingface_api"] as const;

/** The provider of the made model with this number, as utterances name it. */
export function madeProvider(model: number): string {
  return providers[model % providers.length] ?? "openai";
}

export function madeModelName(model: number): string {
  return `made/model-${model + 1}`;
}

/** `count` rows of `models.jsonl` about models that don't exist. */
export function madeModels(count: number): ModelRecord[] {
  return Array.from({ length: count }, (_, model) => ({
    long_name: madeModelName(model),
    short_name: `model-${model + 1}`,
    longcode: `M${model + 1}`,
    model_family: "Made",
    model_provider: madeProvider(model),
    model_provider_type: model % 2 === 0 ? "Commerical" : "Open Access",
    model_type: model % 3 === 0 ? "Instruct" : "Chat",
    default_params: { temperature: "1.0" },
    selected_params: { temperature: "1.0", max_tokens: "256", is_llama: 0 },
    header: "Answer in a few words.",
    link: "https://example.org",
    in_yaml: "Yes",
    params_tested: "Yes",
    endpoint_live: "Yes",
    status: "Made up",
  }));
}
