import { describe, expect, test } from "vitest";
import { panelOf } from "./panel.ts";
import { readPanelLink } from "./panel-link.ts";
import { panelTaskOf } from "./panel-task.ts";

const panel = panelOf({ entry: { panel: { use: "mturk", externalQuestion: true } } });
const byLink = panelOf({ entry: { panel: { use: "mturk" } } });
if (panel === null || byLink === null) throw new Error("both have a panel");
const accepted = {
  assignmentId: "A1",
  hitId: "H1",
  workerId: "W1",
  turkSubmitTo: "https://workersandbox.mturk.com/",
};

describe("a task in MTurk's page", () => {
  test("is submitted to the server that its link names", () => {
    const read = readPanelLink(panel, accepted);
    if (read.kind !== "visit") throw new Error(read.kind);
    expect(read.visit).toMatchObject({ id: "W1", session: "A1", study: "H1" });
    expect(panelTaskOf(panel, read.visit.values)).toEqual({
      address: "https://workersandbox.mturk.com/mturk/externalSubmit",
      assignmentId: "A1",
    });
    expect(panel.required).toBe(true);
  });

  test("is a preview before it is accepted, whoever looks", () => {
    for (const parameters of [
      { assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE", hitId: "H1" },
      { ...accepted, assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE" },
    ])
      expect(readPanelLink(panel, parameters)).toEqual({ kind: "preview" });
  });

  test("is submitted for nobody while it is a preview, or where the link names no task", () => {
    for (const assignmentId of ["ASSIGNMENT_ID_NOT_AVAILABLE", " "])
      expect(panelTaskOf(panel, { ...accepted, assignmentId })).toBeNull();
  });

  test.each([
    ["another host", "https://mturk.example.org"],
    ["a host that begins like MTurk's", "https://www.mturk.com.example.org"],
    ["a name before another host", "https://www.mturk.com@example.org"],
    ["no encryption", "http://www.mturk.com"],
    ["a script", "javascript:alert(1)"],
    ["nothing", ""],
  ])("goes nowhere with %s", (_, turkSubmitTo) => {
    expect(readPanelLink(panel, { ...accepted, turkSubmitTo })).toEqual({ kind: "none" });
    expect(panelTaskOf(panel, { ...accepted, turkSubmitTo })).toBeNull();
  });

  test("is nothing to a study that people come to by a link", () => {
    expect(readPanelLink(byLink, accepted).kind).toBe("visit");
    expect(panelTaskOf(byLink, accepted)).toBeNull();
    expect(byLink.required).toBe(false);
  });
});
