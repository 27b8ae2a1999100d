import { describe, expect, test } from "vitest";
import { readReply } from "./read-reply.ts";
import replies from "./replies.json" with { type: "json" };
import second from "./replies-second.json" with { type: "json" };
import third from "./replies-third.json" with { type: "json" };

const table: readonly {
  readonly kind: string;
  readonly form: string;
  readonly replies: readonly { readonly reply: string; readonly expected: string | boolean | null }[];
}[] = [...replies, ...second, ...third];

import {
  acceptanceForm,
  agreementForm,
  letteredForm,
  type ReplyForm,
  truthForm,
  wordForm,
} from "./reply-form.ts";

const lettered = (texts: readonly string[]) =>
  letteredForm(texts.map((text, place) => ({ id: "abcde"[place] ?? "", text })));
const scale = (texts: readonly string[]) =>
  agreementForm(
    ["strongly_disagree", "disagree", "neutral", "agree", "strongly_agree"].map((id, place) => ({
      id,
      text: texts[place] ?? "",
    })),
  );
const forms: Readonly<Record<string, ReplyForm>> = {
  four: lettered(["Corn cob", "Ice sculpture", "Sushi boat", "Oat biscuit"]),
  both: lettered(["It has a river.", "It has a mill.", "Both A and B", "None of the above"]),
  numbers: lettered(["3", "4", "5", "6"]),
  "food-en": lettered(["Rice", "Bread", "Noodles", "Potatoes"]),
  "food-ko": lettered(["쌀", "빵", "국수", "감자"]),
  "food-ar": lettered(["الأرز", "الخبز", "المعكرونة", "البطاطس"]),
  "food-es": lettered(["Arroz", "Pan", "Fideos", "Patatas"]),
  "food-zh": lettered(["米饭", "面包", "面条", "土豆"]),
  "food-hi": lettered(["चावल", "रोटी", "नूडल्स", "आलू"]),
  truth: truthForm,
  acceptance: acceptanceForm({ yes: "yes", no: "no", neither: "neutral" }),
  "agree-en": scale([
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
  ]),
  "agree-ko": scale(["전혀 동의하지 않는다", "동의하지 않는다", "보통이다", "동의한다", "매우 동의한다"]),
  verdict: wordForm(["harmful", "safe", "refusal", "unclear"]),
};

const formNamed = (name: string): ReplyForm => {
  const form = forms[name];
  if (form === undefined) throw new Error(`replies.json: no form "${name}"`);
  return form;
};

describe.each(table)("$kind", ({ form, replies: given }) => {
  test.each(given)("$reply is $expected", ({ reply, expected }) => {
    const { value, rule } = readReply(reply, formNamed(form));
    expect({ value, rule }).toEqual({ value: expected, rule });
  });
});

test("a reading has a value and no reason, or none and the reason; every rule is one of those that are documented", () => {
  const read = table.flatMap(({ form, replies: given }) =>
    given.map(({ reply }) => readReply(reply, formNamed(form))),
  );
  for (const { value, missing, rule } of read) {
    expect(missing).toBe(value === null ? "unparsed" : null);
    expect(rule).toMatch(
      value === null
        ? /^none\/(?:empty|refusal|several|contradiction|json|nothing)$/
        : /^(?:json|mark\/letter|(?:cue|boxed|after|alone|emphasis|first|link|only)\/(?:letter|text|word))$/,
    );
  }
});

test("reading is pure: twice the same", () => {
  for (const { form, replies: given } of table)
    for (const { reply } of given)
      expect(readReply(reply, formNamed(form))).toEqual(readReply(reply, formNamed(form)));
});

describe("hostile replies end and name nothing by accident", () => {
  const parts = [
    "A b ",
    " A",
    "answer ",
    "A. ",
    "{",
    "[[",
    "not ",
    "<think>",
    "</think>",
    "\\boxed{",
    "Ａ、",
    "ﷺ",
    "답은 ",
    "A, ",
    "*",
    "corn corn ",
    "\n",
    "(A) x ",
    "is ",
  ];
  test.each(parts)("1 MB of %j", (part) => {
    for (const form of Object.values(forms))
      expect(typeof readReply(part.repeat(1_000_000 / part.length), form).rule).toBe("string");
  });

  test("of a very long reply the start and the end are read", () => {
    const filler = "This goes on and on. ".repeat(40_000);
    expect(readReply(`The answer is B. ${filler}`, formNamed("four")).value).toBe("b");
    expect(readReply(`${filler} The answer is C.`, formNamed("four")).value).toBe("c");
    expect(readReply(`The answer is B. ${filler} The answer is C.`, formNamed("four")).value).toBe("c");
  });
});
