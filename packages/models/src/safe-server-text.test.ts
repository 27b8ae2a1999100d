import { describe, expect, it } from "vitest";
import { safeServerText } from "./safe-server-text.ts";

const request = {
  messages: [{ role: "user" as const, content: "I have told nobody about my diagnosis" }],
  parameters: {},
};

describe("what a server says about an error", () => {
  it("is kept as one short line", () => {
    expect(safeServerText("unsupported\n  parameter: top_k\u001b[31m", request, null)).toBe(
      "unsupported parameter: top_k [31m",
    );
    expect(safeServerText("x".repeat(500), request, null)).toHaveLength(200);
  });

  it("loses the key, and whatever looks like one", () => {
    expect(safeServerText("wrong key abc123!", request, "abc123")).toBe("wrong key [key]!");
    expect(safeServerText("wrong key sk-proj-12****89ab", request, null)).toBe("wrong key [key]");
  });

  it("is dropped when it quotes a message, in part or a short one as a whole", () => {
    expect(safeServerText('bad input: "nobody about my diag…"', request, null)).toBe("");
    const short = { messages: [{ role: "user" as const, content: "HIV?" }], parameters: {} };
    expect(safeServerText("refused: HIV?", short, null)).toBe("");
    expect(safeServerText("refused", short, null)).toBe("refused");
  });
});
