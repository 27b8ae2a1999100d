import { expect, test } from "vitest";
import { scriptedVoices, standInVoices } from "./stand-in-voices.ts";

test("models named like what every object has are asked as they are, or by a voice of their own", async () => {
  const names = ["constructor", "toString", "__proto__"];
  for (const use of ["demo:steps", "openai:gpt-4o-mini"]) {
    const pool = names.map((id) => ({ id, use }));
    const { models } = standInVoices(scriptedVoices(), pool);
    expect(await Promise.all(pool.map((entry) => models.check(entry)))).toMatchObject(
      names.map(() => ({ answers: true })),
    );
  }
});
