import { once } from "node:events";
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { type MadeFiles, madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import { refuseForeignFiles } from "../folder/own-files.ts";
import { checkDataset } from "./check-dataset.ts";

const made = () => madeReleaseFiles({ seed: "check", participants: 6, responseCharacters: 40 });

/** What is found after a change, as sentences. */
async function messagesAfter(change: (files: MadeFiles) => void): Promise<readonly string[]> {
  const files = made();
  change(files);
  await using folder = await madeFolder(files);
  const check = await checkDataset(folder.path);
  expect(check.violationCount).toBe(check.violations.length);
  expect(check.valid).toBe(check.violationCount === 0);
  return check.violations.map((violation) => violation.message);
}

function at<T>(list: readonly T[], index: number): T {
  const found = list.at(index);
  if (found === undefined) throw new Error(`the made release has no entry ${index}`);
  return found;
}

test("a folder of the release's form is valid, and its totals are counted", async () => {
  const files = made();
  await using folder = await madeFolder(files);
  const check = await checkDataset(folder.path);
  expect(check.violations).toEqual([]);
  expect(check).toMatchObject({
    form: "published",
    valid: true,
    counts: {
      participants: 6,
      conversations: files["conversations.jsonl"].length,
      interactions: files["conversations.jsonl"].reduce((sum, each) => sum + each.conversation_turns, 0),
      utterances: files["utterances.jsonl"].length,
      texts: files["metadata.jsonl"].length,
      models: 21,
    },
  });
  expect(check.files.map((file) => [file.name, file.lines])).toEqual(
    Object.entries(files).map(([name, records]) => [name, records.length]),
  );
});

test("a snapshot in a cache of the hub, which is links to its blobs, is as good as the files", async () => {
  await using folder = await madeFolder(made());
  await using cache = await madeFolder({});
  const snapshot = join(cache.path, "snapshots", "abc");
  await mkdir(snapshot, { recursive: true });
  await mkdir(join(cache.path, "blobs"));
  for (const [place, name] of (await readdir(folder.path)).entries()) {
    await copyFile(join(folder.path, name), join(cache.path, "blobs", `b${place}`));
    await symlink(`../../blobs/b${place}`, join(snapshot, name));
  }
  expect(await checkDataset(snapshot)).toMatchObject({ valid: true, counts: { participants: 6 } });
});

test("a link that leads out of the folder is refused by name, and so is what is no ordinary file", async () => {
  await using folder = await madeFolder(made());
  await using elsewhere = await madeFolder(made());
  await symlink(join(folder.path, "survey.jsonl"), join(folder.path, "copy.jsonl"));
  expect(await checkDataset(folder.path)).toMatchObject({ valid: true });
  const link = join(folder.path, "other.jsonl");
  await symlink(join(elsewhere.path, "survey.jsonl"), link);
  const refusal = (path: string) =>
    `${path}: a link that leads out of the folder or nowhere, or no ordinary file; expected a file of the folder itself`;
  await expect(checkDataset(folder.path)).rejects.toThrow(refusal(link));
  await expect(refuseForeignFiles(folder.path)).rejects.toThrow(refusal(link));
  await rm(link);
  const path = join(folder.path, "socket");
  const socket = createServer().listen(path);
  await once(socket, "listening");
  await expect(checkDataset(folder.path)).rejects.toThrow(refusal(path));
  await expect(refuseForeignFiles(folder.path)).rejects.toThrow(refusal(path));
  socket.close();
});

test("a record nested deeper than any is reported, and the rest is checked", async () => {
  const files = made();
  await using folder = await madeFolder(files);
  const path = join(folder.path, "survey.jsonl");
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  await writeFile(
    path,
    `${[...lines, `{"user_id":${"[".repeat(200_000)}${"]".repeat(200_000)}}`].join("\n")}\n`,
  );
  const { violations, files: summaries } = await checkDataset(folder.path);
  expect(violations.map(({ message }) => message)).toContain(
    `survey.jsonl line ${lines.length + 1}: nested more than 100 deep, expected a record`,
  );
  expect(summaries.find(({ name }) => name === "survey.jsonl")?.records).toBe(lines.length);
});

describe("one change is found where it is", () => {
  test("a level that is none", async () => {
    expect(
      await messagesAfter((files) => {
        at(files["survey.jsonl"], 2).age = "17";
      }),
    ).toEqual([
      'survey.jsonl line 3: age: invalid value "17", expected one of "18-24 years old", "25-34 years old", "35-44 years old", "45-54 years old", "55-64 years old", "65+ years old", "Prefer not to say"',
    ]);
  });

  test("a field that is missing, and one that nobody knows", async () => {
    expect(
      await messagesAfter((files) => {
        files["models.jsonl"][0] = JSON.parse(
          JSON.stringify({ ...at(files["models.jsonl"], 0), status: undefined, stars: 5 }),
        );
      }),
    ).toEqual([
      "models.jsonl line 1: status: missing, expected string",
      'models.jsonl line 1: unknown field "stars", expected the fields of the release',
    ]);
  });

  test("a score beyond the scale, once", async () => {
    const messages = await messagesAfter((files) => {
      at(files["utterances.jsonl"], 4).score = 101;
    });
    expect(messages).toEqual(["utterances.jsonl line 5: score: invalid value 101, expected at most 100"]);
  });

  test("an id that two rows have", async () => {
    const messages = await messagesAfter((files) => {
      at(files["utterances.jsonl"], 1).utterance_id = "ut0";
    });
    expect(messages[0]).toBe(
      'utterances.jsonl line 2: utterance_id: "ut0" has a row already, expected one row for a response',
    );
  });

  test("a participant nobody surveyed", async () => {
    const messages = await messagesAfter((files) => {
      at(files["conversations.jsonl"], 0).user_id = "user99";
    });
    expect(messages[0]).toBe(
      'conversations.jsonl line 1: user_id: invalid value "user99", expected the user_id of a row of survey.jsonl',
    );
  });

  test("a gap between turns", async () => {
    const messages = await messagesAfter((files) => {
      const history = at(files["conversations.jsonl"], 0).conversation_history;
      for (const item of history) if (item.turn === 1) item.turn = 2;
    });
    expect(messages[0]).toMatch(
      /^conversations\.jsonl line 1: conversation_history\[\d+\]\.turn: invalid value 2, expected 1, the turn after the last$/,
    );
  });

  test("the same model twice in an opening turn", async () => {
    const messages = await messagesAfter((files) => {
      const conversation = at(
        files["conversations.jsonl"].filter((each) => openingOf(each).length > 1),
        0,
      );
      const [first, second] = openingOf(conversation);
      const rows = files["utterances.jsonl"].filter(
        (row) => row.conversation_id === conversation.conversation_id && row.turn === 0,
      );
      for (const row of [second, rows[1]]) {
        if (row === undefined || first === undefined) throw new Error("no second response");
        row.model_name = first.model_name;
        row.model_provider = first.model_provider;
      }
    });
    expect(
      messages.some((message) => message.includes("expected a model that no other response of the turn has")),
    ).toBe(true);
  });

  test("three responses in a later turn", async () => {
    const messages = await messagesAfter((files) => {
      const history = at(files["conversations.jsonl"], 0).conversation_history;
      const last = at(history, -1);
      if (last.role !== "model") throw new Error("a history ends with a response");
      history.push({ ...last, within_turn_id: 2, if_chosen: false, score: 1 });
    });
    expect(messages[0]).toMatch(/: 3 responses, expected exactly 2$/);
  });

  test("another model than the winner's in a later turn", async () => {
    const messages = await messagesAfter((files) => {
      const last = at(at(files["conversations.jsonl"], 0).conversation_history, -1);
      if (last.role === "model")
        last.model_name = last.model_name === "made/model-1" ? "made/model-2" : "made/model-1";
    });
    expect(messages[0]).toMatch(
      /model_name: invalid value "made\/model-\d", expected "made\/model-\d+", the model chosen/,
    );
  });

  test("two chosen responses with different texts, or none", async () => {
    const choose = (chosen: boolean) => (files: MadeFiles) => {
      for (const item of at(files["conversations.jsonl"], 0).conversation_history) {
        if (item.role === "model" && item.turn === 1) item.if_chosen = chosen;
      }
    };
    expect((await messagesAfter(choose(true)))[0]).toContain(
      "2 responses are chosen, expected exactly one, or responses with the same text",
    );
    expect((await messagesAfter(choose(false)))[0]).toContain("no response is chosen, expected exactly one");
  });

  test("a winner with less than the highest score", async () => {
    const messages = await messagesAfter((files) => {
      const conversation = at(files["conversations.jsonl"], 0);
      for (const rows of [
        conversation.conversation_history.filter((item) => item.role === "model" && item.turn === 1),
        files["utterances.jsonl"].filter(
          (row) => row.conversation_id === conversation.conversation_id && row.turn === 1,
        ),
      ]) {
        for (const row of rows) if ("score" in row) row.score = row.if_chosen ? 10 : 90;
      }
    });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain("score: invalid value 10, expected 90, the highest of the turn");
  });

  test("a text, a score and a choice that differ between the two files", async () => {
    const messages = await messagesAfter((files) => {
      const row = at(files["utterances.jsonl"], 0);
      row.model_response = "something else";
      row.score = row.score === 100 ? 99 : (row.score ?? 0) + 1;
      row.user_prompt = "another question";
    });
    expect(messages.map((message) => message.split(": ")[1])).toEqual([
      "user_prompt",
      "model_response",
      "score",
    ]);
    expect(messages[1]).toBe(
      'utterances.jsonl line 1: model_response: invalid value "something else", expected the text of conversations.jsonl line 1, turn 0, within_turn_id 0',
    );
  });

  test("a response without a row, with every sum it breaks", async () => {
    const messages = await messagesAfter((files) => {
      const [gone] = files["utterances.jsonl"].splice(3, 1);
      const rows = files["metadata.jsonl"];
      rows.splice(
        rows.findIndex((row) => row.utterance_id === gone?.utterance_id),
        1,
      );
    });
    expect(messages.map((message) => message.replace(/\d+/g, "N"))).toEqual([
      "conversations.jsonl line N: conversation_history, turn N, within_turn_id N: no row of utterances.jsonl for a response of cN, expected one row for every response",
      "utterances.jsonl: N rows, expected N, the responses of all conversation_history",
      "utterances.jsonl: N rows, expected N: N opening responses and N for each of N later turns",
    ]);
  });

  test("a number of conversations that is not so", async () => {
    const messages = await messagesAfter((files) => {
      const row = at(files["survey.jsonl"], 0);
      row.num_completed_conversations = row.num_completed_conversations === 3 ? 4 : 3;
    });
    expect(messages[0]).toMatch(
      /^survey\.jsonl line 1: num_completed_conversations: invalid value \d, expected \d, the/,
    );
  });

  test("use cases of somebody who was not asked", async () => {
    const messages = await messagesAfter((files) => {
      const row = at(files["survey.jsonl"], 1);
      row.lm_direct_use = "No";
      row.lm_indirect_use = "Unsure";
      row.lm_frequency_use = null;
      for (const map of [row.lm_usecases, row.order_lm_usecases]) {
        for (const key of Object.keys(map)) Object.assign(map, { [key]: null });
      }
      row.lm_usecases.games = 0;
    });
    expect(messages).toEqual([
      "survey.jsonl line 2: lm_usecases.games: invalid value 0, expected null, since neither direct nor indirect use is Yes",
    ]);
  });

  test("an order of display that is none", async () => {
    const messages = await messagesAfter((files) => {
      const order = at(files["survey.jsonl"], 0).order_stated_prefs;
      order.values = order.safety;
      order.other = 8;
    });
    expect(messages).toEqual([
      "survey.jsonl line 1: order_stated_prefs.other: invalid value 8, expected 9, since Other is shown last",
      expect.stringContaining("expected a place from 1 to 8 that no other has"),
    ]);
  });

  test("a text without metadata, and metadata without a text", async () => {
    const messages = await messagesAfter((files) => {
      at(files["metadata.jsonl"], 0).user_id = "user77";
    });
    expect(messages).toEqual([
      'metadata.jsonl line 1: user_id: invalid value "user77", expected a participant of the other files',
      "metadata.jsonl: no row for the self_description of user0, expected one row for every text",
    ]);
  });

  test("a model without a row", async () => {
    const messages = await messagesAfter((files) => {
      files["models.jsonl"].splice(0, files["models.jsonl"].length - 1);
    });
    expect(messages[0]).toContain("expected the long_name of a row of models.jsonl");
  });

  test("derived fields that contradict their source", async () => {
    const messages = await messagesAfter((files) => {
      const row = at(files["survey.jsonl"], 0);
      row.location.birth_countryISO = "CAN";
      row.location.birth_subregion = "Northern America";
      row.location.birth_region = "Americas";
      row.location.reside_countryISO = "CAN";
      row.location.special_region = "US";
      row.location.same_birth_reside_country = "No";
      row.timing_duration_s = 600;
      row.timing_duration_mins = 12;
    });
    expect(messages).toEqual([
      'survey.jsonl line 1: location.special_region: invalid value "US", expected "Northern America", as the fields it is coded from say',
      'survey.jsonl line 1: location.same_birth_reside_country: invalid value "No", expected "Yes", as the fields it is coded from say',
      "survey.jsonl line 1: timing_duration_mins: invalid value 12, expected 10.00, the duration of 600 seconds in minutes",
    ]);
  });
});

test("identical samples that are both chosen after turn 0 are a note, no error", async () => {
  const files = made();
  const conversation = at(files["conversations.jsonl"], 0);
  const rows = files["utterances.jsonl"].filter(
    (row) => row.conversation_id === conversation.conversation_id && row.turn === 1,
  );
  for (const item of conversation.conversation_history) {
    if (item.role === "model" && item.turn === 1)
      Object.assign(item, { content: "EMPTY STRING", if_chosen: true });
  }
  for (const row of rows) Object.assign(row, { model_response: "EMPTY STRING", if_chosen: true });
  await using folder = await madeFolder(files);
  const check = await checkDataset(folder.path);
  expect(check.violations).toEqual([]);
  expect(check.notes).toEqual([
    "1 later turns have several chosen responses with the same text: this release sets if_chosen there by comparing texts",
  ]);
});

describe("files that are no release", () => {
  test("a folder that is not there, a file, and a folder without any file of a release", async () => {
    await using folder = await madeFolder({ "notes.txt": "nothing" });
    await expect(checkDataset(`${folder.path}/nowhere`)).rejects.toThrow(
      new RefractError("not-found", `${folder.path}/nowhere: no such file or folder`),
    );
    await expect(checkDataset(`${folder.path}/notes.txt`)).rejects.toThrow("is a file, expected a folder");
    await expect(checkDataset(folder.path)).rejects.toThrow(
      /holds no file of a release, expected models\.jsonl, survey/,
    );
  });

  test("a cut last line, a byte-order mark, carriage returns, bytes that are no UTF-8, empty lines and files", async () => {
    const files = made();
    const lines = (name: keyof MadeFiles, end = "\n") =>
      files[name].map((record) => `${JSON.stringify(record)}${end}`).join("");
    await using folder = await madeFolder({
      "models.jsonl": lines("models.jsonl", "\r\n"),
      "survey.jsonl": `\u{feff}${lines("survey.jsonl")}\n`,
      "conversations.jsonl": lines("conversations.jsonl").slice(0, -20),
      "utterances.jsonl": Buffer.concat([
        Buffer.from(lines("utterances.jsonl")),
        Buffer.from([0xff, 0xfe, 0x0a]),
      ]),
      "metadata.jsonl": "",
    });
    const { violations } = await checkDataset(folder.path);
    const found = violations.map((violation) => violation.message);
    expect(found).toContain("metadata.jsonl: the file is empty, expected at least one record");
    expect(found).toContain(
      "models.jsonl line 1: carriage returns at the end of 21 lines, expected line feeds alone",
    );
    expect(found).toContain("survey.jsonl line 1: begins with a byte-order mark, expected UTF-8 without one");
    expect(found).toContain("survey.jsonl line 7: the line is empty, expected one JSON object");
    expect(
      found.some((message) => /^conversations\.jsonl line \d+: the last line is cut off: …/.test(message)),
    ).toBe(true);
    expect(
      found.some((message) => /^utterances\.jsonl line \d+: bytes that are not UTF-8/.test(message)),
    ).toBe(true);
  });

  test("a file under another name, and one that is missing", async () => {
    const { "survey.jsonl": survey, "metadata.jsonl": _, ...rest } = made();
    await using folder = await madeFolder({ ...rest, "Surveys.json": survey });
    const { violations, violationsByKind } = await checkDataset(folder.path);
    expect(
      violations.filter((violation) => violation.kind === "file").map((violation) => violation.message),
    ).toEqual([
      "Surveys.json: a file under another name, expected survey.jsonl",
      "metadata.jsonl: missing, expected the file",
    ]);
    expect(violationsByKind.reference).toBeGreaterThan(0);
  });

  test("metadata in a folder of its own, as in the release's source", async () => {
    const { "metadata.jsonl": metadata, ...rest } = made();
    await using folder = await madeFolder({ ...rest, "metadata/metadata.jsonl": metadata });
    expect((await checkDataset(folder.path)).violations).toEqual([]);
  });

  test("lines that are no records and lines without end", async () => {
    const files = made();
    await using folder = await madeFolder({
      ...files,
      "models.jsonl": `[1]\nnull\n{"long_name": 3\n${"x".repeat(5000)}\n`,
    });
    const { violations } = await checkDataset(folder.path, {
      lines: { maximumLineBytes: 4096 },
      maximumViolations: 4,
    });
    expect(violations.map((violation) => violation.message)).toEqual([
      "models.jsonl line 1: invalid value [1], expected object",
      "models.jsonl line 2: invalid value null, expected object",
      'models.jsonl line 3: not JSON: "{\\"long_name\\": 3", expected one JSON object',
      "models.jsonl line 4: a line of 5000 bytes, expected one record a line, of a length that fits in memory",
    ]);
  });
});

test("violations beyond the limit are counted by kind and file", async () => {
  const files = made();
  for (const row of files["utterances.jsonl"]) row.score = 0;
  await using folder = await madeFolder(files);
  const check = await checkDataset(folder.path, { maximumViolations: 10 });
  expect(check.violations).toHaveLength(10);
  expect(check.violationCount).toBe(files["utterances.jsonl"].length);
  expect(check.violationsByKind).toEqual({ schema: files["utterances.jsonl"].length });
  expect(check.violationsByFile).toEqual({ "utterances.jsonl": files["utterances.jsonl"].length });
});

test("progress ends with all bytes, and a check can be stopped", async () => {
  await using folder = await madeFolder(made());
  const seen: number[] = [];
  await checkDataset(folder.path, {
    onProgress: ({ bytesRead, bytesTotal }) => seen.push(bytesRead / bytesTotal),
  });
  expect(seen.at(-1)).toBe(1);
  await expect(
    checkDataset(folder.path, { signal: AbortSignal.abort(new Error("stopped")) }),
  ).rejects.toThrow("stopped");
});

function openingOf(conversation: MadeFiles["conversations.jsonl"][number]) {
  return conversation.conversation_history
    .filter((item) => item.role === "model")
    .filter((item) => item.turn === 0);
}
