import { expect, test } from "vitest";
import { isPreview, isTestId } from "./test-visit.ts";

test("a test id is known by any of the study's words in it, in whatever case it is written", () => {
  const panel = { testIds: ["test", "lab-"] };
  expect(["MyTEST7", "Lab-12", "a-lab-b"].map((id) => isTestId(panel, id))).toEqual([true, true, true]);
  expect(["5a9d64f5", "lab12", ""].map((id) => isTestId(panel, id))).toEqual([false, false, false]);
  expect(isTestId({ testIds: [] }, "test")).toBe(false);
});

test("a link with MTurk's word for a task that nobody accepted is a preview", () => {
  expect(isPreview({ workerId: "w", assignmentId: " ASSIGNMENT_ID_NOT_AVAILABLE " })).toBe(true);
  expect(isPreview({ workerId: "w", assignmentId: "3XYZ" })).toBe(false);
  expect(isPreview({})).toBe(false);
});
