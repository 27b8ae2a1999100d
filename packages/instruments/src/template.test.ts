import { builtInStages, checkStudy, conversationConfigs, plannedConversations } from "@refract/collect";
import { isDemoModel } from "@refract/core";
import { describe, expect, it } from "vitest";
import { readTemplate, templates } from "./template.ts";

async function opened(id: string, file = "study.yaml") {
  const files = await readTemplate(id);
  const bundle = { ...files, "study.yaml": files[file] ?? "" };
  const { study, problems } = checkStudy(bundle, builtInStages);
  expect(problems).toEqual([]);
  if (study === null) throw new Error("a template has problems");
  return study;
}

describe("study templates", () => {
  it("are listed with a folder each", () => {
    expect(templates.map((template) => template.id)).toEqual(["prism", "pair-arena", "survey-distribution"]);
  });

  it.each(["prism", "pair-arena"])(
    "%s passes the check without a warning, in English and Arabic, and its pool is labelled as demonstration",
    async (id) => {
      const { study, demonstration } = await opened(id);
      expect(study.languages).toEqual(["en", "ar"]);
      expect(study.models.length).toBeGreaterThanOrEqual(12);
      expect(study.models.every(isDemoModel)).toBe(true);
      expect(demonstration).toBe(true);
    },
  );

  it("says which templates there are when asked for another", async () => {
    await expect(readTemplate("prsim")).rejects.toThrow(
      'template: unknown template "prsim", expected one of prism, pair-arena, survey-distribution',
    );
  });

  it("prism asks for two conversations of each of three types, and allows one to seven", async () => {
    const study = await opened("prism");
    const [config] = conversationConfigs(study);
    expect(study.stages.map((stage) => stage.type)).toEqual(["consent", "survey", "conversation", "end"]);
    expect(config?.types.map(({ id, count }) => [id, count])).toEqual([
      ["unguided", 2],
      ["values guided", 2],
      ["controversy guided", 2],
    ]);
    expect(config).toMatchObject({
      typeQuota: "soft",
      mayStopAfter: 1,
      opening: { models: 4 },
      continuation: { with: "winner", samples: 2 },
      turns: { minimum: 2, maximum: 22 },
      streaming: "even-paced",
      judge: { minimum: 1, maximum: 100, startAt: "none", tie: "ask" },
    });
    if (config === undefined) throw new Error("no conversation stage");
    expect(plannedConversations(config)).toEqual({ planned: 6, maximum: 7 });
    const seven = ["values", "fluency", "factuality", "safety", "diversity", "creativity", "helpfulness"];
    expect(config.attributes.map(({ id, statements }) => [id, statements.map((one) => one.id)])).toEqual([
      ["performance_attributes", seven],
      ["choice_attributes", seven],
    ]);
  });

  it("prism as published has the settings of 2023 and a pool of 21", async () => {
    const { study, ...rest } = await opened("prism", "study-as-published.yaml");
    const [config] = conversationConfigs({ study, ...rest });
    expect(study.models).toHaveLength(21);
    expect(config).toMatchObject({
      streaming: "together",
      instructionAs: "prefix",
      retries: 0,
      onFailure: "drop",
      judge: { startAt: 50, tie: "random" },
      attributes: [{ startAt: 50 }, { startAt: 50 }],
    });
    expect(config?.practice).toBeUndefined();
    expect(study.stages[1]).toMatchObject({ type: "survey", scalesStartAt: 50 });
  });

  it("pair arena shows two models, goes on with both, and takes four verdicts", async () => {
    const study = await opened("pair-arena");
    const [config] = conversationConfigs(study);
    expect(study.stages.map((stage) => stage.type)).toEqual(["consent", "conversation", "end"]);
    expect(config).toMatchObject({ opening: { models: 2 }, continuation: { with: "all" } });
    expect(config?.judge).toMatchObject({
      kind: "verdict",
      reveal: true,
      options: [
        { id: "a", label: { en: "A is better" }, winner: 0 },
        { id: "b", label: { en: "B is better" }, winner: 1 },
        { id: "tie", label: { en: "Tie" }, winner: null },
        { id: "both-bad", label: { en: "Both are bad" }, winner: null },
      ],
    });
  });
});
