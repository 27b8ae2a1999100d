import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { describe, expect, it } from "vitest";
import { readAnnotations, textDigest } from "./annotations.ts";
import { writeAnnotationFiles } from "./write-annotation-files.ts";

const header = "field,self_described,people,suggested,annotator_1,annotator_2,settled\n";
const ownWords = async (rows: string) => {
  await using folder = await madeFolder({ "own-words.csv": `${header}${rows}` });
  return (await readAnnotations(folder.path)).ownWords;
};

describe("codes of own words", () => {
  it("are what two annotators agree on, or settled on, or one said; rows nobody filled in say nothing", async () => {
    const codes = await ownWords(
      [
        "ethnicity,kurdish,2,,Middle Eastern / Arab,Middle Eastern / Arab,",
        "ethnicity,human,1,,Other,White,Other",
        "religion,raised catholic,1,,Christian,,",
        "religion,no idea,1,,,,",
      ].join("\n"),
    );
    expect(codes).toEqual([
      { field: "ethnicity", text: "kurdish", category: "Middle Eastern / Arab", rule: "two annotators" },
      { field: "ethnicity", text: "human", category: "Other", rule: "settled by annotators" },
      { field: "religion", text: "raised catholic", category: "Christian", rule: "one annotator" },
    ]);
  });

  it.each([
    [
      "ethnicity,human,1,,Other,White,",
      'own-words.csv line 2: annotators differ ("Other", "White"), expected the group they settled on in settled',
    ],
    [
      "ethnicity,human,1,,Humans,,",
      'own-words.csv line 2: annotator_1: invalid value "Humans", expected one of White',
    ],
    [
      "age,human,1,,Other,,",
      'own-words.csv line 2: field: invalid value "age", expected one of ethnicity, religion',
    ],
    [
      "ethnicity,human,1,,Other,,\nethnicity,human,1,,Asian,,",
      'own-words.csv line 3: "human" is "Asian" here and "Other" above',
    ],
  ])("%j is refused with its line", async (rows, message) => {
    await expect(ownWords(rows)).rejects.toThrow(message);
  });

  it("need at least one of the two files, with its columns", async () => {
    await using folder = await madeFolder({ "notes.txt": "" });
    await expect(readAnnotations(folder.path)).rejects.toThrow("neither own-words.csv nor personal-data.csv");
    await folder.write("own-words.csv", "field,text\n");
    await expect(readAnnotations(folder.path)).rejects.toThrow('no column "self_described"');
  });
});

describe("the files to fill in", () => {
  const release = madeReleaseFiles({ seed: "annotations", participants: 3 });
  const flag = (rows: typeof release) => ({
    ...rows,
    "survey.jsonl": rows["survey.jsonl"].map((record, place) => ({
      ...record,
      self_description: place === 0 ? '=HYPERLINK("x"), write to a@b.org' : record.self_description,
      ethnicity: { ...record.ethnicity, self_described: place === 2 ? "Prefer not to say" : "white british" },
    })),
    "metadata.jsonl": rows["metadata.jsonl"].map((record) => ({
      ...record,
      pii_flag:
        (record.column_id === "self_description" && record.user_id === rows["survey.jsonl"][0]?.user_id) ||
        record.column_id === "model_response",
    })),
  });

  it("hold every own word once and the flagged texts of people, and are read back as they were filled in", async () => {
    await using dataset = await madeFolder(flag(release));
    await using out = await madeFolder();
    expect(await writeAnnotationFiles(dataset.path, out.path)).toMatchObject({ flaggedTexts: 1 });
    const words = await readFile(join(out.path, "own-words.csv"), "utf8");
    expect(words).toContain("ethnicity,white british,2,");
    expect(words).not.toContain("Prefer not to say,");
    const texts = await readFile(join(out.path, "personal-data.csv"), "utf8");
    expect(texts).toContain(`"'=HYPERLINK`);
    await expect(writeAnnotationFiles(dataset.path, out.path)).rejects.toThrow("is not overwritten");
    const filled = texts.replace(/,""\r\n$/, ",FALSE\r\n");
    expect(filled).not.toBe(texts);
    await writeFile(join(out.path, "personal-data.csv"), filled);
    const { personalDataIn } = await readAnnotations(out.path);
    const text = '=HYPERLINK("x"), write to a@b.org';
    expect(personalDataIn("self_description", text)).toBe(false);
    expect(personalDataIn("system_string", text)).toBeNull();
    expect(textDigest("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});
