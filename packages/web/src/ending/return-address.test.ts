import { expect, it } from "vitest";
import { safeReturnAddress } from "./return-address.ts";

it("goes back to web addresses only", () => {
  expect(safeReturnAddress("https://panel.example/done?cc=C1")).toBe("https://panel.example/done?cc=C1");
  expect(safeReturnAddress("javascript:alert(1)")).toBeNull();
  expect(safeReturnAddress("data:text/html,hi")).toBeNull();
  expect(safeReturnAddress("not an address")).toBeNull();
  expect(safeReturnAddress(null)).toBeNull();
});
