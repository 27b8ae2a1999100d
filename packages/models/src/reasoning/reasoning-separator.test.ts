import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReasoningSeparator } from "./reasoning-separator.ts";
import type { SeparationRule } from "./separation-rule.ts";

/** Puts an answer through in the given pieces. */
function separate(pieces: readonly string[], rule: SeparationRule = "separate", isCut = false) {
  const separator = new ReasoningSeparator(rule);
  let text = "";
  const shown: string[] = [];
  for (const part of [...pieces.map((piece) => separator.push(piece)), separator.end(isCut)]) {
    text = part.voidsEarlier ? part.text : text + part.text;
    shown.push(text);
  }
  return { text, reasoning: separator.reasoning, shown, isUnopened: separator.isUnopened };
}

const marked: readonly (readonly [string, string, string, string])[] = [
  ["<think>", "<think>Could it be A? Hmm.</think>\n\nB", "<think>Could it be A? Hmm.</think>\n\n", "B"],
  ["blanks before the mark", "\n<think>\nA?\n</think>\n\nB", "\n<think>\nA?\n</think>\n\n", "B"],
  ["capitals", "<THINK>A?</Think>B", "<THINK>A?</Think>", "B"],
  ["a blank in the tag", "<think >A?</think>B", "<think >A?</think>", "B"],
  ["blanks in both tags", "<think\n>A?</think >B", "<think\n>A?</think >", "B"],
  ["a blank in the closing tag alone", "<think>A?</think >B", "<think>A?</think >", "B"],
  ["a tag with blanks after text", "B, <think >or C?</think > yes", "<think >or C?</think >", "B,  yes"],
  ["a tag with an attribute", '<think type="x" n=1>A?</think>B', '<think type="x" n=1>A?</think>', "B"],
  ["a tag with a blank that never ends", "<think >Could it be A?", "<think >Could it be A?", ""],
  ["<thinking>", "<thinking>A?</thinking>B", "<thinking>A?</thinking>", "B"],
  ["<thought>, as Gemini writes it", "<thought>A?\n</thought>B", "<thought>A?\n</thought>", "B"],
  ["<seed:think>", "<seed:think>A?</seed:think>B", "<seed:think>A?</seed:think>", "B"],
  ["[THINK], as Magistral writes it", "[THINK]A?[/THINK]B", "[THINK]A?[/THINK]", "B"],
  ["◁think▷, as Kimi writes it", "◁think▷A?◁/think▷B", "◁think▷A?◁/think▷", "B"],
  [
    "Cohere's marks",
    "<|START_THINKING|>A?<|END_THINKING|><|START_RESPONSE|>B<|END_RESPONSE|>",
    "<|START_THINKING|>A?<|END_THINKING|><|START_RESPONSE|><|END_RESPONSE|>",
    "B",
  ],
  [
    "Cohere's marks with line breaks between them",
    "<|START_THINKING|>A?<|END_THINKING|>\n<|START_RESPONSE|>\nB<|END_RESPONSE|>",
    "<|START_THINKING|>A?<|END_THINKING|>\n<|START_RESPONSE|>\n<|END_RESPONSE|>",
    "B",
  ],
  [
    "harmony whose answer has no head",
    "<|channel|>analysis<|message|>A?<|end|>B",
    "<|channel|>analysis<|message|>A?<|end|>",
    "B",
  ],
  [
    "harmony channels",
    "<|channel|>analysis<|message|>Maybe A.<|end|><|start|>assistant<|channel|>final<|message|>B<|return|>",
    "<|channel|>analysis<|message|>Maybe A.<|end|><|start|>assistant<|channel|>final<|message|><|return|>",
    "B",
  ],
  [
    "harmony channels whose first head is lost",
    "Maybe A.<|end|><|start|>assistant<|channel|>final<|message|>B",
    "Maybe A.<|end|><|start|>assistant<|channel|>final<|message|>",
    "B",
  ],
  [
    "a commentary beside the analysis",
    "<|channel|>analysis<|message|>A?<|end|><|start|>assistant<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|><|start|>assistant<|channel|>final<|message|>B",
    "<|channel|>analysis<|message|>A?<|end|><|start|>assistant<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|><|start|>assistant<|channel|>final<|message|>",
    "B",
  ],
  [
    "harmony without its marks",
    "analysisWe should weigh A.assistantfinalB",
    "analysisWe should weigh A.assistantfinal",
    "B",
  ],
  ["Gemma's channel", "<|channel>thought\nA?<channel|>B", "<|channel>thought\nA?<channel|>", "B"],
  [
    "several blocks",
    "<think>A?</think>\nB, <think>or C?</think>yes",
    "<think>A?</think>\n<think>or C?</think>",
    "B, yes",
  ],
  [
    "a block in a sentence, whose blanks stay",
    "B, <think>or C?</think> yes",
    "<think>or C?</think>",
    "B,  yes",
  ],
  ["a block in a block", "<think>a <think>b</think> c</think>B", "<think>a <think>b</think> c</think>", "B"],
  [
    "Hunyuan's marks around the answer",
    "<think>\nA?\n</think>\n<answer>\nB\n</answer>",
    "<think>\nA?\n</think>\n<answer>\n</answer>",
    "B\n",
  ],
  [
    "ERNIE's marks behind reasoning that nothing opened",
    "A?\n</think>\n\n<response>\nB\n</response>\n",
    "A?\n</think>\n\n<response>\n</response>",
    "B\n\n",
  ],
  [
    "GLM's box",
    "<think>A?</think>\nIt is <|begin_of_box|>B<|end_of_box|>.",
    "<think>A?</think>\n<|begin_of_box|><|end_of_box|>",
    "It is B.",
  ],
  [
    "marks round the answer that are its text further on",
    "<think>A?</think><answer>B, as in <answer>x</answer> of XML</answer>",
    "<think>A?</think><answer></answer>",
    "B, as in <answer>x</answer> of XML",
  ],
  [
    "marks round the answer with a text right behind them",
    "<think>A?</think><answer>B</answer>Human: and then?</answer>",
    "<think>A?</think><answer>",
    "B</answer>Human: and then?</answer>",
  ],
  ["LongCat's mark", "<longcat_think>A?</longcat_think>B", "<longcat_think>A?</longcat_think>", "B"],
  ["Solar's mark", "<|think|>A?<|/think|>B", "<|think|>A?<|/think|>", "B"],
  [
    "Sky-T1's marks",
    "<|begin_of_thought|>A?<|end_of_thought|>B",
    "<|begin_of_thought|>A?<|end_of_thought|>",
    "B",
  ],
  ["[REASONING]", "[REASONING]A?[/REASONING]\nB", "[REASONING]A?[/REASONING]\n", "B"],
  ...["reflection", "analysis", "scratchpad", "inner_monologue", "rationale", "cot"].map(
    (name) =>
      [
        `<${name}> at the start, with an answer behind it`,
        `<${name}>A? <b>No</b>, </think> not A.</${name}>\n\nB`,
        `<${name}>A? <b>No</b>, </think> not A.</${name}>\n\n`,
        "B",
      ] as const,
  ),
  [
    "Reflection's blocks",
    "<thinking>A?</thinking>\n<reflection>No.</reflection>\n<output>\nB\n</output>",
    "<thinking>A?</thinking>\n<reflection>No.</reflection>\n<output>\n</output>",
    "B\n",
  ],
  ["an unclosed mark", "<think>Could it be A? Option A looks", "<think>Could it be A? Option A looks", ""],
  ["a lone closing mark", "Could it be A?\n</think>\n\nB", "Could it be A?\n</think>\n\n", "B"],
  ["a lone closing mark after a quotation", 'It is "A"</think>B', 'It is "A"</think>', "B"],
  ["a lone closing mark at the very beginning", "</think>B", "</think>", "B"],
  ["nothing but marks", "<think></think>", "<think></think>", ""],
];

const ordinary = [
  "B",
  "  B\n",
  "a < b, and <b>bold</b> [1] [THIN",
  "The `<think>` tag and `</think>` are written by some models.",
  "```html\n<think>\nA?\n</think>\n```\nThat is how it looks.",
  'Between "<think>" and "</think>" stands the reasoning.',
  "analysis of the options: B",
  "Stage direction: [think] hard.",
  "Some models begin with <think> and never end it.",
  "It ends with <|end|>",
  "<answer>B</answer>",
  "<analysis>The rate rose by 2 %.</analysis>",
  "<analysis>The rate rose by 2 %.</analysis>\n",
  "<analysis>The rate rose",
  "B.\n<reflection>Was that polite?</reflection>\nYes.",
  "<p>B</p>\n<reasoning-note>x</reasoning-note>",
  "<details><summary>Why</summary>B</details> It is B.",
  "I end with </analysis> and go on.",
  "[REASON] is a field, [Thinking] a stage direction.",
  "<response>B</response>",
  "<thought experiment> is no tag, nor is a < b or <think about it",
  `<think ${"very ".repeat(40)}hard`,
  "analysis",
  "<",
];

describe("reasoning in a text", () => {
  it.each(marked)("is separated: %s", (_, said, reasoning, text) => {
    expect(separate([said])).toMatchObject({ text, reasoning });
  });

  it.each(ordinary)("is not found in ordinary text: %j", (said) => {
    expect(separate([said])).toMatchObject({ text: said, reasoning: "" });
  });

  it("gives the same parts however the answer is cut", async () => {
    const said = [...marked.map(([, text]) => text), ...ordinary];
    const rules = fc.constantFrom<SeparationRule>("separate", "held", "unopened", "text");
    await fc.assert(
      fc.property(
        fc.constantFrom(...said),
        rules,
        fc.boolean(),
        fc.array(fc.nat(200), { maxLength: 20 }),
        (whole, rule, isCut, places) => {
          const ends = [...new Set(places.map((place) => place % (whole.length + 1)))].toSorted(
            (a, b) => a - b,
          );
          const pieces = [...ends, whole.length].map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
          const { text, reasoning } = separate([whole], rule, isCut);
          expect(separate(pieces, rule, isCut)).toMatchObject({ text, reasoning });
          // Nothing is lost and nothing is said twice.
          expect([...text, ...reasoning].toSorted()).toEqual([...whole].toSorted());
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("reads any text at all without losing a character", async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        "<think>",
        "</think>",
        "<|channel|>",
        "<|message|>",
        "final",
        "analysis",
        "<|end|>",
        "[THINK]",
        "`",
        "\n",
        "assistantfinal",
        "<|start|>",
        "<answer>",
        "</answer>",
        "<analysis>",
        "</analysis>",
        "</reflection>",
        " ",
      ),
    );
    await fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.boolean(), (pieces, isCut) => {
        const whole = pieces.join("");
        const inPieces = separate(pieces, "separate", isCut);
        const { text, reasoning } = separate([whole], "separate", isCut);
        expect(inPieces).toMatchObject({ text, reasoning });
        expect([...text, ...reasoning].toSorted()).toEqual([...whole].toSorted());
      }),
      { numRuns: 3000 },
    );
  });

  it("is never shown while it comes in pieces", () => {
    for (const [open, close] of [
      ["<think>", "</think>"],
      ["<think >", "</think >"],
    ]) {
      const { shown } = separate([...`${open}Could it be A?${close}\n\nB it is`]);
      expect(shown.filter((text) => /A|think|</.test(text))).toEqual([]);
      expect(shown.at(-1)).toBe("B it is");
    }
  });

  it("is taken back where nothing had opened it, and said to be so", () => {
    const { text, isUnopened, shown } = separate(["Could it ", "be A?", "</thi", "nk>", "B"]);
    expect({ text, isUnopened }).toEqual({ text: "B", isUnopened: true });
    expect(shown).toEqual(["Could it ", "Could it be A?", "Could it be A?", "", "B", "B"]);
  });

  it("takes nothing back that was not shown, and calls harmony with its first head no answer without one", () => {
    const separator = new ReasoningSeparator("separate");
    expect(separator.push("Could it be A?</think>B")).toEqual({ text: "B", voidsEarlier: false });
    const head = "<|start|>assistant<|channel|>final<|message|>B";
    expect(separate([`<|channel|>analysis<|message|>A?<|end|>${head}`]).isUnopened).toBe(false);
    expect(separate([`Maybe A.<|end|>${head}`]).isUnopened).toBe(true);
  });

  it("ends at a head of harmony where the model was held back", () => {
    const reasoning = "Maybe A.<|start|>assistant<|channel|>final<|message|>";
    expect(separate([`${reasoning}B`], "held")).toMatchObject({ text: "B", reasoning });
  });

  it("goes on in the text where a study says that every answer begins inside it", () => {
    const separator = new ReasoningSeparator("unopened");
    separator.addReasoning("Could it ");
    expect(separator.push("be A?").text).toBe("");
    expect(separator.push("</think>B").text).toBe("B");
    expect(separator.reasoning).toBe("Could it be A?</think>");
  });

  it("waits for its closing mark where a model is known to begin inside it", () => {
    for (const rule of ["held", "unopened"] as const) {
      const { text, shown } = separate(["Could it ", "be A?", "</think>", "B"], rule);
      expect([text, shown]).toEqual(["B", ["", "", "", "B", "B"]]);
    }
  });

  it("was text after all where a model that seemed to begin inside it does not, unless a limit cut it off", () => {
    expect(separate(["B it is."], "held")).toMatchObject({ text: "B it is.", reasoning: "" });
    expect(separate(["Could it be A"], "held", true)).toMatchObject({ text: "", reasoning: "Could it be A" });
    expect(separate(["Could it be A"], "unopened")).toMatchObject({ text: "", reasoning: "Could it be A" });
  });

  it("is reasoning when it begins after text and is cut off, text when the model simply ended", () => {
    const said = ["B. <think>Or is it"];
    expect(separate(said, "separate", true)).toMatchObject({ text: "B. ", reasoning: "<think>Or is it" });
    expect(separate(said, "separate", false)).toMatchObject({ text: "B. <think>Or is it", reasoning: "" });
  });

  it("is text after all where a model that was held back opens it behind its answer and never ends it", () => {
    expect(separate(["B. <think>Or is it"], "held")).toMatchObject({
      text: "B. <think>Or is it",
      reasoning: "",
    });
  });

  it("does not end at a closing mark in quotes whose second one comes in the next piece", () => {
    const pieces = ['It ends with "</think>', '", as models write it.'];
    expect(separate(pieces)).toMatchObject({ text: pieces.join(""), reasoning: "" });
  });

  it("has no heads of more than 200 characters: what is longer is text, and shown as it comes", () => {
    const headOf = (length: number) => `<|start|>${"x".repeat(length - "<|start|>".length)}`;
    // what may begin the mark that ends a head is kept back: ten characters
    expect(new ReasoningSeparator("separate").push(headOf(210))).toEqual({ text: "", voidsEarlier: false });
    expect(new ReasoningSeparator("separate").push(headOf(211)).text).toBe(headOf(211));
  });

  it("waits between words that an answer may hold too, and is text where no answer follows or a limit cut nothing off", () => {
    const { text, shown } = separate(["<analysis>A?</ana", "lysis>\n", "\nB"]);
    expect([text, shown]).toEqual(["B", ["", "", "B", "B"]]);
    expect(separate(["<analysis>A?</analysis>"]).text).toBe("<analysis>A?</analysis>");
    expect(separate(["<analysis>A? Or"], "separate", true)).toMatchObject({
      text: "",
      reasoning: "<analysis>A? Or",
    });
  });

  it("ends on texts that look like marks throughout, in time that grows with their length", () => {
    for (const part of ["a <think>b</think>", "[T", "<", "`", "<a", "</think>", "<analysis>", "</analysis>"])
      expect(separate([part.repeat(100_000 / part.length)]).text.length).toBeLessThanOrEqual(100_000);
  });

  it("stays in the text where a study says that such marks are ordinary text", () => {
    expect(separate(["<think>A?</think>", "B"], "text")).toMatchObject({
      text: "<think>A?</think>B",
      reasoning: "",
    });
  });

  it("may come apart from the text, and then the text is not held back", () => {
    const separator = new ReasoningSeparator("held");
    separator.addReasoning("Could it be A?");
    expect(separator.push("B").text).toBe("B");
    expect(separator.end(false).text).toBe("");
    expect([separator.reasoning, separator.hasCut]).toEqual(["Could it be A?", false]);
  });
});
