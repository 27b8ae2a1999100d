import { describe, expect, it } from "vitest";
import { parseModels, resolveModel, resolvePool } from "./models-file.ts";
import { settingsOf } from "./service/account-settings.ts";

const text = `models:
  - id: short
    use: openai:gpt-4o-mini
    parameters: { temperature: 0.2, maxTokens: 100 }
    instruction: Answer in one sentence.
    description: { longName: Short answers }
    price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2, asOf: 2026-11-01 }
  - id: lab
    use: http://gpu.lab:8000/v1#our-model
`;

describe("models.yaml", () => {
  it("gives models names and prices", () => {
    const named = parseModels(text);
    expect(named.entries).toEqual([
      {
        id: "short",
        use: "openai:gpt-4o-mini",
        parameters: { temperature: 0.2, maxTokens: 100 },
        instruction: "Answer in one sentence.",
        description: { longName: "Short answers" },
      },
      { id: "lab", use: "http://gpu.lab:8000/v1#our-model" },
    ]);
    expect(named.prices).toEqual([
      {
        pattern: "openai:gpt-4o-mini",
        inputUsdPerMillion: 1,
        outputUsdPerMillion: 2,
        asOf: "2026-11-01",
        note: null,
      },
    ]);
  });

  it("says how many calls at a time an account bears, by provider or by address", () => {
    const accounts = { openai: { callsAtATime: 200 }, "http://gpu.lab:8000/v1": { callsAtATime: 16 } };
    expect(
      parseModels(`accounts:
  openai: { callsAtATime: 200 }
  http://gpu.lab:8000/v1: { callsAtATime: 16 }
`),
    ).toEqual({ entries: [], prices: [], accounts });
    expect(settingsOf(accounts, "openai")).toEqual({ callsAtATime: 200 });
    expect(settingsOf(accounts, "openai/proxy.lab/v1")).toEqual({ callsAtATime: 200 });
    expect(settingsOf(accounts, "http/gpu.lab:8000")).toEqual({ callsAtATime: 16 });
    expect(settingsOf(accounts, "http/other.lab:8000")).toBeUndefined();
  });

  it.each([
    [
      "accounts:\n  openai: { callsAtATime: 0 }\n",
      "models.yaml:2:27: accounts.openai.callsAtATime: invalid value 0",
    ],
    ["models:\n  - id: a b\n    use: demo:plain\n", 'models.yaml:2:9: models[0].id: invalid value "a b"'],
    ["models:\n  - id: a\n    use: nonsense\n", 'models.yaml:3:10: models[0].use: invalid value "nonsense"'],
    [
      "models:\n  - id: a\n    use: demo:plain\n    parameters: { temprature: 1 }\n",
      'models.yaml:4:19: models[0].parameters: unknown field "temprature"',
    ],
    [
      "models:\n  - id: a\n    use: demo:plain\n  - id: a\n    use: demo:warm\n",
      'models.yaml:4:9: models[1].id: "a" is used by models[0] already, expected a unique id',
    ],
    ["models:\n  - id: a\n   use: [\n", "models.yaml:3:"],
  ])("with something wrong says file, line and column: %s", (wrong, message) => {
    expect(() => parseModels(wrong)).toThrow(message);
  });
});

describe("a name", () => {
  const named = parseModels(text);

  it("is looked up in the file first; a reference stands for itself", () => {
    expect(resolveModel("short", named).use).toBe("openai:gpt-4o-mini");
    expect(resolveModel("named:lab", named).use).toBe("http://gpu.lab:8000/v1#our-model");
    expect(resolveModel("demo:warm", named)).toEqual({ id: "demo:warm", use: "demo:warm" });
  });

  it("that nobody knows lists the names there are", () => {
    expect(() => resolveModel("nosuch", named)).toThrow(
      'unknown model "nosuch", expected provider:model, http://host/v1#model or a name of models.yaml (short, lab)',
    );
    expect(() => resolveModel("named:nosuch", { entries: [], prices: [], accounts: {} })).toThrow(
      "none, there is no models.yaml",
    );
  });

  it("in a study's pool is replaced by its definition, to which the study may add", () => {
    const pool = resolvePool(
      [
        { id: "named:lab", use: "named:lab" },
        { id: "mine", use: "named:short", instruction: "Answer in verse." },
        { id: "demo:warm", use: "demo:warm" },
      ],
      named,
    );
    expect(pool.map(({ id, use, instruction }) => [id, use, instruction])).toEqual([
      ["lab", "http://gpu.lab:8000/v1#our-model", undefined],
      ["mine", "openai:gpt-4o-mini", "Answer in verse."],
      ["demo:warm", "demo:warm", undefined],
    ]);
    expect(pool[1]?.parameters).toEqual({ temperature: 0.2, maxTokens: 100 });
  });
});
