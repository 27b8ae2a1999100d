import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { randomId } from "./random-id.ts";

afterEach(() => vi.unstubAllGlobals());

test("ids are UUIDs, also where a browser keeps randomUUID to itself", () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = Array.from({ length: 1000 }, randomId);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success, id).toBe(true);
  expect(new Set(ids).size).toBe(1000);
});
