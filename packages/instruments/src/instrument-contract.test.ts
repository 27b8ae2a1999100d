import { describeInstrumentContract, type PresentedItem } from "@refract/testing";
import { expect, test } from "vitest";
import { amammereFiles } from "./amammere/amammere.fixture.ts";
import { amammere } from "./amammere/amammere.ts";
import { blendFiles } from "./blend/blend.fixture.ts";
import { blend } from "./blend/blend.ts";
import { kaleidoscopeFiles } from "./cultural-kaleidoscope/cultural-kaleidoscope.fixture.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBenchFiles } from "./culturalbench/culturalbench.fixture.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmluFiles } from "./global-mmlu/global-mmlu.fixture.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { instruments } from "./instruments.ts";
import { kornatFiles } from "./kornat/kornat.fixture.ts";
import { kornat } from "./kornat/kornat.ts";
import { normadFiles } from "./normad/normad.fixture.ts";
import { normad } from "./normad/normad.ts";

const letters = ["A", "B", "C", "D", "E"];
/** Always the same letter, for items with that many options that can be chosen. */
const alwaysLetters = Object.fromEntries(
  letters
    .slice(0, 4)
    .map((letter) => [
      `always ${letter}`,
      ({ item }: PresentedItem) => (item.format.kind === "choice" ? letter : null),
    ]),
);
const shownLetters = ({ presentation }: PresentedItem) => letters.slice(0, presentation.optionOrder.length);
/** Four judgements in one reply, one a bit. */
const inOne = (bits: number) =>
  letters
    .slice(0, 4)
    .map((letter, place) => `${letter}: ${(bits >> place) % 2 === 1 ? "True" : "False"}`)
    .join("\n");
const guess = (replies: (shown: PresentedItem) => readonly string[]) => ({
  names: ["uniform guess", "fair coin"],
  replies,
});

test("all seven instruments keep the contract below", () => {
  expect(instruments.map(({ id }) => id).toSorted()).toEqual(
    [amammere, blend, culturalBench, culturalKaleidoscope, globalMmlu, kornat, normad]
      .map(({ id }) => id)
      .toSorted(),
  );
});

describeInstrumentContract(amammere, amammereFiles, { guesses: guess(shownLetters) });

describeInstrumentContract(normad, normadFiles, {
  constants: {
    "always yes": () => "Yes",
    "always no": () => "No",
    "always neutral": () => "Neither",
  },
  guesses: guess(() => ["Yes", "No", "Neither"]),
});

describeInstrumentContract(culturalBench, culturalBenchFiles, {
  constants: {
    ...alwaysLetters,
    "always true": ({ item }) => (item.format.kind === "several" ? inOne(0b1111) : "True"),
    "always false": ({ item }) => (item.format.kind === "several" ? inOne(0) : "False"),
  },
  guesses: guess((shown) => {
    if (shown.item.format.kind === "choice") return shownLetters(shown);
    return shown.item.format.kind === "several"
      ? Array.from({ length: 16 }, (_, bits) => inOne(bits))
      : ["True", "False"];
  }),
});

describeInstrumentContract(globalMmlu, globalMmluFiles, {
  settings: { shots: 1 },
  constants: alwaysLetters,
  guesses: guess(shownLetters),
});

describeInstrumentContract(kornat, kornatFiles, {
  constants: {
    ...alwaysLetters,
    ...Object.fromEntries(
      ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"].map((opinion, place) => [
        `always ${opinion}`,
        ({ item }: PresentedItem) => (item.format.kind === "likert" ? (letters[place] ?? null) : null),
      ]),
    ),
  },
  guesses: guess(shownLetters),
  otherBaselines: ["oracle", "pass mark of the Korean GED"],
});

describeInstrumentContract(blend, blendFiles, {
  constants: {
    ...Object.fromEntries(
      letters.slice(0, 4).map((letter) => [`always ${letter}`, () => `{"answer_choice":"${letter}"}`]),
    ),
    "top answer of the region's people": ({ item, variant }) => {
      const group = item.gold.kind === "answers" ? item.gold.groups[0] : undefined;
      const language = variant.attributes.run === "english" ? "english" : "local";
      return group?.answers[language]?.[0] ?? null;
    },
  },
  guesses: guess(shownLetters),
});

describeInstrumentContract(culturalKaleidoscope, kaleidoscopeFiles, {
  constants: { "always refuses": () => "refusal" },
});
