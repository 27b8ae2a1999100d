import type { Random } from "@refract/stats";
import { anglophoneCountries, languageModelUse, populationLevels, withoutUse } from "./population.ts";
import { drawLevel, type Shares, without } from "./weighted-draw.ts";

/** Who somebody is, by survey field, in the levels of the PRISM release. */
export type Profile = Readonly<Record<string, string>>;

/**
 * Draws a person. Every field keeps its margin in PRISM. Fields are independent but for what would be odd otherwise:
 * nobody is retired before 55 or widowed before 45, native speakers come mostly from English-speaking countries, and
 * use of language models hangs together. `planned` replaces the margin of a field, or adds a field. A level that no
 * question takes is drawn anew among those it takes, so that the profile is what the survey will say.
 */
export function drawProfile(
  random: Random,
  planned: Readonly<Record<string, Shares>>,
  takes: ReadonlyMap<string, (level: string) => boolean>,
): Profile {
  const draw = (field: keyof typeof populationLevels) =>
    drawLevel(random.stream(field), populationLevels[field]);
  const age = draw("age");
  const birthCountry = draw("birth_country");
  const profile = {
    age,
    gender: draw("gender"),
    ethnicity: draw("ethnicity"),
    religion: draw("religion"),
    employment_status: withRareLevel(random, "employment_status", "Retired", isOneOf(age, "55", "65"), 303),
    marital_status: withRareLevel(random, "marital_status", "Widowed", isOneOf(age, "45", "55", "65"), 511),
    education: draw("education"),
    english_proficiency: drawProficiency(random.stream("english_proficiency"), birthCountry),
    birth_country: birthCountry,
    reside_country: random.stream("moved").chance(0.1)
      ? drawLevel(random.stream("reside_country"), populationLevels.birth_country)
      : birthCountry,
    lm_familiarity: draw("lm_familiarity"),
    lm_frequency_use: draw("lm_frequency_use"),
    ...drawUse(random.stream("lm_use")),
  };
  const replaced = Object.entries(planned).map(([field, shares]) => [
    field,
    drawLevel(random.stream(`planned ${field}`), shares),
  ]);
  const drawn: Record<string, string> = { ...profile, ...Object.fromEntries(replaced) };
  const margins = new Map<string, Shares>(Object.entries({ ...populationLevels, ...withoutUse, ...planned }));
  for (const field of Object.keys(drawn)) {
    const isTaken = takes.get(field);
    const level = drawn[field];
    if (isTaken === undefined || level === undefined || isTaken(level)) continue;
    const offered = Object.entries(margins.get(field) ?? {}).filter(([other]) => isTaken(other));
    if (offered.length === 0) delete drawn[field];
    else drawn[field] = drawLevel(random.stream(`offered ${field}`), Object.fromEntries(offered));
  }
  return Object.freeze(drawn);
}

/** A level that only some can have; `people` of 1,500 can. */
function withRareLevel(
  random: Random,
  field: "employment_status" | "marital_status",
  level: string,
  possible: boolean,
  people: number,
): string {
  const shares = populationLevels[field];
  const stream = random.stream(field);
  if (possible && stream.chance((shares[level] ?? 0) / people)) return level;
  return drawLevel(stream, without(shares, level));
}

function isOneOf(age: string, ...decades: readonly string[]): boolean {
  return decades.some((decade) => age.startsWith(decade));
}

/** 886 of 1,500 are native speakers, while about 917 were born where English is spoken. */
function drawProficiency(random: Random, birthCountry: string): string {
  const isNative = random.chance(anglophoneCountries.has(birthCountry) ? 0.93 : 0.06);
  return isNative
    ? "Native speaker"
    : drawLevel(random, without(populationLevels.english_proficiency, "Native speaker"));
}

/** Who used language models at all, then in which of the two ways, so that both margins and the overlap hold. */
function drawUse(random: Random): { readonly lm_direct_use: string; readonly lm_indirect_use: string } {
  const { people, notAsked, direct, indirect } = languageModelUse;
  const asked = people - notAsked;
  const way = drawLevel(random, {
    neither: notAsked,
    both: direct + indirect - asked,
    direct: asked - indirect,
    indirect: asked - direct,
  });
  const answer = (used: boolean, field: keyof typeof withoutUse) =>
    used ? "Yes" : drawLevel(random, withoutUse[field]);
  return {
    lm_direct_use: answer(way === "both" || way === "direct", "lm_direct_use"),
    lm_indirect_use: answer(way === "both" || way === "indirect", "lm_indirect_use"),
  };
}
