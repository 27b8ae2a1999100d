import { expect, test } from "vitest";
import { readRatingDraft, writeRatingDraft } from "./rating-draft.ts";

test("a rating survives being kept, with how it was made", () => {
  const rating = { value: 40, trace: { touched: true, firstTouchMs: 1200, pathLength: 17 } };
  expect(readRatingDraft(writeRatingDraft(rating))).toEqual(rating);
});

test.each(["", "{", "40", "null", '{"value":"40","trace":{}}', '{"value":40}'])(
  "what is no rating is none: %s",
  (text) => {
    expect(readRatingDraft(text)).toBe(null);
  },
);
