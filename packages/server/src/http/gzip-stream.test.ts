import { constants, createGunzip, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { GzipStream } from "./gzip-stream.ts";

const view = `event: view\ndata: ${JSON.stringify({ words: "again and again ".repeat(400) })}\n\n`;
const pieces = ["retry: 1000\n\n", view, "event: text\ndata: \u{1F600}\n\n", view, "", "x".repeat(999)];

test("a stream of short and long pieces unpacks to what was put in, checksum and length included", () => {
  const stream = new GzipStream();
  const bytes = [stream.begin(), ...pieces.map((piece) => stream.add(piece)), stream.end()];
  expect(gunzipSync(Buffer.concat(bytes)).toString()).toBe(pieces.join(""));
});

test("every piece can be read before the next one is sent, and a view shrinks", async () => {
  const stream = new GzipStream();
  const reader = createGunzip({ flush: constants.Z_SYNC_FLUSH });
  let text = "";
  reader.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  reader.write(stream.begin());
  let soFar = "";
  for (const piece of pieces) {
    const packed = stream.add(piece);
    if (piece === view) expect(packed.length).toBeLessThan(view.length / 20);
    await new Promise((resolve) => reader.write(packed, resolve));
    soFar += piece;
    expect(text).toBe(soFar);
  }
  reader.destroy();
});

test("words on their way weigh their length and five bytes, whatever they say", () => {
  const stream = new GzipStream();
  expect([stream.add("aaaaaaaaaa").length, stream.add("q8Zk3!x_Pw").length]).toEqual([15, 15]);
});
