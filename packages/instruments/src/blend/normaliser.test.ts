import { expect, test } from "vitest";
import { blendFiles } from "./blend.fixture.ts";
import { blend } from "./blend.ts";
import { matchAnswer } from "./match-answer.ts";
import { identityNormaliser, normaliserFor } from "./normaliser.ts";

const groups = [{ count: 3, answers: ["titulo universitario"], en_answers: ["titulo universitario"] }];
const hit = (reply: string, normaliser: typeof identityNormaliser) =>
  matchAnswer(reply, groups, "local", { local: normaliser, english: normaliser })?.rule ?? null;

test("identity compares words as they are, punctuation on them included", () => {
  // a reply that scored although the page and the table say "words as they are"
  expect(hit("universitario. el titulo", identityNormaliser)).toBeNull();
  expect(hit("universitario el titulo", identityNormaliser)).toBe("tokens");
  expect(hit("universitario. el titulo", normaliserFor("es", "language"))).toBe("tokens");
  expect(normaliserFor("es", "language").id).toBe("words");
});

test("people may give several answers, and none in the language of their region", async () => {
  const { items } = await blend.load(blendFiles, blend.options.parse({ people_slots: 3 }));
  const spanish = items.find(({ id }) => id.endsWith("@Spain"));
  expect(spanish?.format).toEqual({ kind: "text", long: false, slots: 3 });
  expect(spanish?.optOuts.map(({ id, text }) => [id, text])).toEqual([
    ["idk", "No lo sé"],
    ["no-answer", "Sin respuesta"],
    ["not-applicable", "No corresponde"],
  ]);
});

test("regions have both scores in both languages, and a mean over the models of a run", async () => {
  const options = blend.options.parse({});
  const { items } = await blend.load(blendFiles, options);
  const rows = items.flatMap((item) =>
    blend.variants
      .filter((variant) => variant.id.startsWith("inst-4") && blend.applies(item, variant))
      .map((variant) => ({
        ...{ item, variant, repeat: 0, respondent: "m", mode: "generate" as const },
        reply: variant.id.endsWith("english") ? "bell" : "gong",
        parsed: {
          value: variant.id.endsWith("english") ? "bell" : "gong",
          missing: null,
          rule: "cleaned",
        },
      })),
  );
  const table = blend.summaries?.(rows, options).find(({ id }) => id === "regions");
  const place = (name: string) => table?.columns.findIndex((column) => column.name === name) ?? -1;
  const of = (region: string, name: string) =>
    table?.rows.find((row) => row[place("region")] === region)?.[place(name)];
  // gong has 2 votes of the top answer's 4
  expect([of("US", "local"), of("US", "w_local")]).toEqual([1, 0.5]);
  expect([of("Spain", "local"), of("Spain", "english"), of("Spain", "w_gap")]).toEqual([0, 1, -100]);
  const beside = blend.beside?.([{ ...(table ?? tableless()), respondent: "m" }]) ?? [];
  expect(beside.map(({ respondent, value }) => [respondent, value])).toEqual([
    ["m, Spain", 0],
    ["m, US", 1],
  ]);
  const spain = items.find(({ id }) => id.endsWith("@Spain"))?.group ?? "";
  const model = (respondent: string, points: number) => ({
    respondent,
    variant: "inst-4-local",
    pointsOf: new Map([[spain, points]]),
  });
  const [means] = blend.standings?.tables([model("a", 1), model("b", 0)], items, "seed", options) ?? [];
  expect(means?.rows.find(([region]) => region === "Spain")?.slice(0, 2)).toEqual(["Spain", 0.5]);
});

function tableless(): never {
  throw new Error("there is no table of regions");
}
