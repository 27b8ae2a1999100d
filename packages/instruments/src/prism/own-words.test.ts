import { describe, expect, it } from "vitest";
import { codeEthnicity, codeEthnicityText, codeGender, codeReligion, codeReligionText } from "./own-words.ts";
import { createPrismSurveyCoding } from "./survey-coding.ts";

const present = (value: string) => ({ value, missing: null });
const other = present("other");

describe("own words for ethnicity", () => {
  it.each([
    ["White", "White", "group name"],
    ["Black / African", "Black / African", "group name"],
    ["caucasian", "White", "listed text"],
    ["  White British. ", "White", "listed text"],
    ["White, Irish", "White", "listed words"],
    ["Latina", "Hispanic / Latino", "listed text"],
    ["Māori", "Indigenous / First Peoples", "listed text"],
    ["American Indian", "Indigenous / First Peoples", "listed text"],
    ["British Indian", "Asian", "listed words"],
    ["Black and White", "Mixed", "several groups"],
    ["half Japanese, half German", "Mixed", "listed words"],
    ["عَرَبي", "Middle Eastern / Arab", "listed text"],
    ["White Hispanic", null, "unsure: several groups"],
    ["not white", null, "unsure: a word that may reverse the meaning"],
    ["West Indian", null, "unsure: no listed word"],
    ["South African", null, "unsure: no listed word"],
    ["human", null, "unsure: no listed word"],
  ])("%s is %s (%s)", (text, group, rule) => {
    expect(codeEthnicityText(text)).toEqual({ group, rule });
  });
});

describe("own words for religion", () => {
  it.each([
    ["Roman Catholic", "Christian", "listed text"],
    ["Christian - Methodist", "Christian", "listed words"],
    ["No religion", "Non-religious", "listed text"],
    ["None.", "Non-religious", "listed text"],
    ["atheist", "Non-religious", "listed text"],
    ["Agnostic atheist", "Agnostic", "listed text"],
    ["spiritual but not religious", "Spiritual", "listed text"],
    ["Sunni Muslim", "Muslim", "listed text"],
    ["مسلمة", "Muslim", "listed text"],
    ["Shinto", "Folk religion", "listed text"],
    ["Wiccan", "Other", "listed text"],
    ["raised Catholic", null, "unsure: a word that may reverse the meaning"],
    ["Buddhist and Taoist", null, "unsure: several groups"],
    ["no idea", null, "unsure: no listed word"],
  ])("%s is %s (%s)", (text, group, rule) => {
    expect(codeReligionText(text)).toEqual({ group, rule });
  });
});

describe("the members of the release", () => {
  it("are the words, the group, the coarse group, and how the group was found", () => {
    expect(codeReligion(other, present("atheism"))).toEqual({
      "religion.self_described": present("atheism"),
      "religion.categorised": present("Non-religious"),
      "religion.simplified": present("No Affiliation"),
      religion_coded_by: present("listed text"),
    });
    expect(codeEthnicity(other, present("Kurdish"))).toMatchObject({
      "ethnicity.categorised": present("Middle Eastern / Arab"),
      "ethnicity.simplified": present("Other"),
    });
  });

  it("are Prefer not to say throughout when somebody chose that", () => {
    expect(codeEthnicity(present("Prefer not to say"), { value: null, missing: "not-applicable" })).toEqual({
      "ethnicity.self_described": present("Prefer not to say"),
      "ethnicity.categorised": present("Prefer not to say"),
      "ethnicity.simplified": present("Prefer not to say"),
      ethnicity_coded_by: present("answered"),
    });
  });

  it("keep the words and leave the group unparsed when the list is unsure", () => {
    expect(codeEthnicity(other, present("human"))).toEqual({
      "ethnicity.self_described": present("human"),
      "ethnicity.categorised": { value: null, missing: "unparsed" },
      "ethnicity.simplified": { value: null, missing: "unparsed" },
      ethnicity_coded_by: present("unsure: no listed word"),
    });
  });

  it("are released in small letters without punctuation, whatever was typed", () => {
    const released = (text: string) => codeEthnicity(other, present(text))["ethnicity.self_described"];
    expect(released("  WHITE, british. ")).toEqual(present("white british"));
    expect(released("African-American")).toEqual(present("african american"));
    expect(released("I'm Māori!")).toEqual(present("im māori"));
    expect(released("?!")).toEqual(present("?!"));
  });

  it("are as annotators coded the words, before the list is asked", () => {
    const coding = createPrismSurveyCoding([
      { field: "ethnicity", text: "white hispanic", category: "Hispanic / Latino", rule: "two annotators" },
    ]);
    const coded = coding.code({ ethnicity: other, ethnicity_text: present(" White, Hispanic ") });
    expect(coded).toMatchObject({
      "ethnicity.self_described": present("white hispanic"),
      "ethnicity.categorised": present("Hispanic / Latino"),
      "ethnicity.simplified": present("Hispanic"),
      ethnicity_coded_by: present("two annotators"),
    });
    // the same words about something else are nobody's code
    expect(coding.code({ religion: other, religion_text: present("White Hispanic") })).toMatchObject({
      "religion.categorised": { value: null, missing: "unparsed" },
    });
  });

  it("recode gender only beyond doubt", () => {
    expect(codeGender(other, present("woman"))).toEqual(present("Female"));
    expect(codeGender(other, present("Genderqueer"))).toEqual(present("Non-binary / third gender"));
    expect(codeGender(other, present("a man, mostly"))).toEqual(other);
    expect(codeGender(present("Male"), { value: null, missing: "not-applicable" })).toEqual(present("Male"));
  });
});
