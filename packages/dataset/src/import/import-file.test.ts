import { join } from "node:path";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { battleWinner, openingBattles } from "./battle.ts";
import { splitCoefficient } from "./coefficient.ts";
import { importFile } from "./import-file.ts";

async function imported(content: string | readonly unknown[], name = "some.file") {
  await using folder = await madeFolder({ [name]: content });
  return await importFile(join(folder.path, name));
}

test("a file is known by its columns whatever its name, with a byte-order mark and quotation marks", async () => {
  const file = await imported(
    '\u{feff}cluster_id,cluster_size,gpt_description,top_words,top_texts\r\n-1,3,"""Well, being""","[\'a\', ""it\'s""]","[]"\r\n',
  );
  expect(file).toEqual({
    kind: "topics",
    file: "some.file",
    rowCount: 1,
    rows: [{ cluster: -1, size: 3, name: "Well, being", words: ["a", "it's"], texts: [] }],
  });
});

test("exponents, flags and glued coefficient names", async () => {
  const file = await imported(
    "cluster_id,cluster_name,coefficient,estimate,pval,significant_99pc\n0,Greeting,age65+ years old,5e-04,.5,1\n",
  );
  expect(file.rows).toEqual([
    {
      cluster: 0,
      name: "Greeting",
      variable: "age",
      level: "65+ years old",
      estimate: 0.0005,
      p: 0.5,
      isSignificant: true,
    },
  ]);
  expect(splitCoefficient("conversation_typevalues guided")).toEqual({
    variable: "conversation_type",
    level: "values guided",
  });
  expect(splitCoefficient("heightTall")).toBeNull();
});

test("what was not reported is null, a heading has no values", async () => {
  const file = await imported(',"A, 2022",Ours\nTotal,-,1500\nGender,,\n');
  expect(file.rows).toEqual([
    { label: "Total", isHeading: false, values: { "A, 2022": null, Ours: 1500 } },
    { label: "Gender", isHeading: true, values: {} },
  ]);
});

test("a large file of a release is counted, not held", async () => {
  const files = madeReleaseFiles({ seed: "import", participants: 3, responseCharacters: 20 });
  expect(await imported(files["utterances.jsonl"])).toMatchObject({
    kind: "release",
    name: "utterances.jsonl",
    rowCount: files["utterances.jsonl"].length,
  });
});

test.each([
  ["", "some.file: the file is empty"],
  ["a,b\n1,2\n", 'some.file line 1: unknown columns ["a","b"], expected those of a file of PRISM'],
  ["conversation_id,user_id,cluster_membership\nc1,user1\n", "some.file line 2: invalid Record Length"],
  [
    "conversation_id,user_id,cluster_membership\nc1,user1,1\nc2,user2,x\n",
    'some.file line 3: cluster_membership: invalid value "x", expected a whole number',
  ],
  ['{"cluster_id": 1', "not JSON"],
  ['{"some": 1}', "some.file: unknown content, expected that of a file of PRISM"],
  [
    '{"opening_prompt":"a","cluster_id":"b","topic":"c"}\n',
    'some.file line 1: cluster_id: invalid value "b", expected',
  ],
])("what is no such file is said at its place (%#)", async (content, message) => {
  await expect(imported(content)).rejects.toThrow(message);
});

test("a battle is a tie up to a difference of five", () => {
  expect([battleWinner(50, 55), battleWinner(50, 56), battleWinner(100, 79)]).toEqual([
    "tie",
    "model_b",
    "model_a",
  ]);
  const four = [
    { model: "a", score: 65 },
    { model: "b", score: 83 },
    { model: "c", score: 40 },
    { model: "d", score: 24 },
  ];
  expect(openingBattles(four)).toHaveLength(6);
  expect(openingBattles(four.slice(0, 1))).toEqual([]);
});
