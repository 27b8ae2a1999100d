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
