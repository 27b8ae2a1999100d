import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failureKinds } from "./chat.ts";
import { drillVoices } from "./demo/demo-reference.ts";
import { demoVoices } from "./demo/voices/voices.ts";
import { parseModels } from "./models-file.ts";
import { parsePrices } from "./prices/parse-prices.ts";
import { builtInProviders } from "./providers/registry.ts";

const page = readFileSync(new URL("../../../docs/models.md", import.meta.url), "utf8");
const yamlBlocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

describe("docs/models.md", () => {
  it("names every provider, key, voice, drill and kind of failure", () => {
    for (const { id, keys } of builtInProviders) {
      expect(page).toContain(id === "http" ? "http://" : `\`${id}:`);
      for (const variable of keys.flat()) expect(page).toContain(`\`${variable}\``);
    }
    for (const voice of demoVoices) expect(page).toContain(`\`${voice.id}\``);
    for (const drill of drillVoices) expect(page).toContain(`\`demo:${drill}\``);
    for (const kind of failureKinds) expect(page).toContain(`\`${kind}\``);
  });

  it("shows a models.yaml and a prices.yaml that are valid", () => {
    const models = yamlBlocks.filter((block) => block.startsWith("models:"));
    const prices = yamlBlocks.filter((block) => block.startsWith("prices:"));
    expect(models.flatMap((block) => parseModels(block).entries)).toHaveLength(2);
    expect(prices.flatMap((block) => parsePrices(block))).toHaveLength(3);
  });
});
