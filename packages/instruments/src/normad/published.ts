import type { PublishedFinding, PublishedResult } from "@refract/core";

const source = "arXiv 2404.12464 (accuracy)";
const table: readonly (readonly [string, number, number, number])[] = [
  ["GPT-4", 0.876, 0.596, 0.511],
  ["Mistral-7B-Instruct", 0.818, 0.598, 0.557],
  ["OLMo-7B-SFT", 0.753, 0.539, 0.478],
  ["Llama-2-70B-chat", 0.714, 0.605, 0.313],
  ["GPT-3.5-turbo", 0.687, 0.612, 0.55],
  ["Llama-1-7B-SFT", 0.311, 0.31, 0.308],
];
const figure = (
  respondent: string,
  variant: string,
  value: number,
  fromMemory: boolean,
): PublishedResult => ({
  respondent,
  metric: "accuracy",
  variant,
  value,
  source,
  fromMemory,
});

export const normadPublished: readonly PublishedResult[] = [
  ...table.flatMap(([model, rot, value, country]) => [
    figure(model, "rot", rot, false),
    figure(model, "value", value, false),
    figure(model, "country", country, false),
  ]),
  figure("people (two students)", "rot", 0.956, true),
  figure("people (natives of three countries)", "cval", 0.916, true),
];

const finding = (what: string, value: string, fromMemory: boolean): PublishedFinding => ({
  finding: what,
  value,
  source: "arXiv 2404.12464",
  fromMemory,
});

export const normadFindings: readonly PublishedFinding[] = [
  finding(
    "GPT-4 with the rule of thumb, English-speaking and African-Islamic bins",
    "0.885 and 0.856",
    false,
  ),
  finding("Hardest label with the rule of thumb", "neutral, about 0.42 on average; yes is easiest", false),
  finding("Crowd of three raters a story against the gold label", "84.2 %, Fleiss' kappa 0.56", true),
  finding("Agreement of two students, of natives of three countries", "kappa 0.95, Fleiss' kappa 0.63", true),
];
