import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TurnEndCutter } from "./turn-end-cutter.ts";

function through(pieces: readonly string[]) {
  const cutter = new TurnEndCutter();
  const text = pieces.map((piece) => cutter.push(piece)).join("") + cutter.end();
  return { text, cut: cutter.cut };
}

describe("the mark that ends a turn", () => {
  it.each([
    ["ChatML", "Both are fine.<|im_end|>", "Both are fine."],
    ["Llama 3", "Both are fine.<|eot_id|>", "Both are fine."],
    ["Gemma", "Both are fine.<end_of_turn>\n", "Both are fine."],
    ["Llama 2 and Mistral", "Both are fine. </s>", "Both are fine. "],
    ["Phi", "Both are fine.<|end|>", "Both are fine."],
    ["DeepSeek", "Both are fine.<｜end▁of▁sentence｜>", "Both are fine."],
    ["Command R", "Both are fine.<|END_OF_TURN_TOKEN|>", "Both are fine."],
    ["EXAONE", "Both are fine.[|endofturn|]", "Both are fine."],
    ["two of them", "Both are fine.<|im_end|>\n<|endoftext|>\n\n", "Both are fine."],
    ["alone", "<|im_end|>", ""],
    [
      "with a next turn behind it",
      "Tea.<|im_end|>\n<|im_start|>user\nAnd coffee?<|im_end|>\n<|im_start|>assistant\nNo.",
      "Tea.",
    ],
    ["with Gemma's next turn", "Tea.<end_of_turn>\n<start_of_turn>user\nAnd coffee?", "Tea."],
    ["with an instruction behind it", "Tea.</s><s>[INST] And coffee? [/INST]", "Tea."],
  ])("is taken out: %s", (_name, written, text) => {
    expect(through([written])).toEqual({ text, cut: written.slice(text.length) });
  });

  it.each([
    "The <|im_end|> token ends a turn of ChatML.",
    "ChatML ends a turn with `<|im_end|>`",
    'It is written "<|eot_id|>"',
    "```\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n```",
    "Price: <s>$10</s> $8",
    "now $8 instead of <s>$10</s>",
    "a < b, [1] and <b>bold</b>, </strong>, <|im_en",
    "Tea.<end_of_turn> Coffee.",
  ])("is text where nothing ends: %s", (written) => {
    expect(through([written])).toEqual({ text: written, cut: "" });
  });

  it("ends the turn where thousands stand in a row, each of which would be looked at again and again", () => {
    const run = "<|im_end|>".repeat(250);
    expect(through(["Tea.", ...Array.from({ length: 250 }, () => "<|im_end|>"), " Coffee."])).toEqual({
      text: "Tea.",
      cut: `${run} Coffee.`,
    });
    expect(through([`Tea.${run} Coffee.`]).text).toBe("Tea.");
  });

  it("is found however the text is cut", () => {
    const parts = [
      "Tea",
      " ",
      "\n",
      "<|im_end|>",
      "<|im_start|>",
      "</s>",
      "<s>",
      "<",
      "`",
      '"',
      "[INST]",
      "<|eot",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 8 }),
        fc.nat({ max: 6 }),
        (chosen, size) => {
          const written = chosen.join("");
          const pieces = written.match(new RegExp(`[^]{1,${size + 1}}`, "g")) ?? [];
          const whole = through([written]);
          expect(through(pieces)).toEqual(whole);
          expect(whole.text + whole.cut).toBe(written);
        },
      ),
    );
  });
});
