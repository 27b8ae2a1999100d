import fc from "fast-check";
import { expect, test } from "vitest";
import { type MarkdownDocument, readMarkdown } from "./markdown-document.ts";
import { shownText } from "./verbatim-text.ts";

/** What a document says, whichever way it was read. */
const shape = (document: MarkdownDocument) =>
  document.blocks.map(({ node, start, source }) => ({
    start,
    written: shownText(source.slice(node.position?.start.offset, node.position?.end.offset)),
    node: JSON.parse(JSON.stringify(node, (key, value) => (key === "position" ? undefined : value))),
  }));

const line = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({ unit: fc.constantFrom(..."ab *_`|-#>1.)$\\([]~=+<&;\t"), maxLength: 12 }),
  },
  fc.constantFrom(
    "",
    "",
    "# heading",
    "- item",
    "  - inner",
    "1. one",
    "12) twelve",
    "> quote",
    "```js",
    "```",
    "| a | b |",
    "|---|:-:|",
    "---",
    "***",
    "    code",
    "<div>",
    "</div>",
    "$$",
    "\\[",
    "\\]",
    "$$x$$ and $y_1$",
    "[name]: https://example.org",
    "words and words",
    "\uE123",
  ),
);

test("a text that grows by pieces is read as it is read whole, however it is cut", () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 14 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (lines, steps) => {
        const whole = lines.join("\n");
        let document: MarkdownDocument | null = null;
        for (let at = 0, step = 0; at < whole.length; step += 1) {
          at += steps[step % steps.length] ?? 1;
          document = readMarkdown(whole.slice(0, at), document);
          expect(shape(document)).toEqual(shape(readMarkdown(whole.slice(0, at))));
        }
      },
    ),
    {
      // a busy machine has to come to the end of it too
      numRuns: 60,
      examples: [
        [["\ta", "", "-", "", "a"], [1]],
        [["a", ">-", "", "> quote"], [1]],
      ],
    },
  );
});

test("blocks that are done are taken over, so that only the last ones are read again", () => {
  const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index} of the text.`).join("\n\n");
  const before = readMarkdown(paragraphs);
  const after = readMarkdown(`${paragraphs} And so on.`, before);
  expect(before.settled).toBe(48);
  expect(after.blocks.slice(0, 48).every((block, index) => block === before.blocks[index])).toBe(true);
});

test("a text that is not the beginning of the next one leaves nothing behind", () => {
  const before = readMarkdown("One.\n\nTwo.\n\nThree.\n\nFour.");
  for (const other of ["Quite another.", "Quite another one.\n\nWith more.\n\nAnd more.\n\nAnd an end."])
    expect(shape(readMarkdown(other, before))).toEqual(shape(readMarkdown(other)));
});
