import { expect, test } from "vitest";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import { metadataRecords, type PlacedText } from "./metadata-records.ts";

const place = { userId: "user0", conversationId: "c0", interactionId: "int0", utteranceId: null };
const texts: readonly PlacedText[] = [
  { column: "user_prompt", text: "Write to a@b.org", ...place },
  { column: "user_prompt", text: "Write to c@d.org", ...place },
  { column: "user_prompt", text: "Nothing in here", ...place },
  { column: "model_response", text: "Write to a@b.org", ...place, utteranceId: "ut0" },
];

test("what somebody said of a flagged text of people stands beside the flag, and nowhere else", async () => {
  const records = await metadataRecords(texts, {
    language: null,
    personalData: createPersonalDataDetector(),
    moderation: null,
    checkedByHand: (_column, text) => (text.includes("c@d") ? null : false),
  });
  expect(records.map(({ metadata }) => [metadata.pii_flag, metadata.pii_manual_flag])).toEqual([
    [true, false],
    [true, null],
    [false, null],
    [true, null],
  ]);
});

test("every text of people may have been looked at by hand, and no model's", async () => {
  const columns = [
    "self_description",
    "system_string",
    "user_prompt",
    "open_feedback",
    "model_response",
  ] as const;
  const records = await metadataRecords(
    columns.map((column) => ({ column, text: "Write to a@b.org", ...place })),
    {
      language: null,
      personalData: createPersonalDataDetector(),
      moderation: null,
      checkedByHand: () => true,
    },
  );
  expect(records.map(({ metadata }) => metadata.pii_manual_flag)).toEqual([true, true, true, true, null]);
});

test("an empty text before another takes none of its findings", async () => {
  const written = ["EMPTY STRING", "Write to a@b.org", "EMPTY STRING", "Nothing in here"];
  const records = await metadataRecords(
    written.map((text) => ({ column: "user_prompt", text, ...place })),
    { language: null, personalData: createPersonalDataDetector(), moderation: null },
  );
  expect(records.map(({ metadata }) => metadata.pii_flag)).toEqual([false, true, false, false]);
});
