/** Answers that would stretch a page: code, a long address, a wide table, formulas, and very much of it. */

const code = `\`\`\`python
def a_function_with_a_name_that_does_not_wrap_anywhere(first_parameter, second_parameter, third_parameter):
    return first_parameter + second_parameter
\`\`\`

Then \`call_it_with_a_name_that_is_longer_than_a_telephone_is_wide_by_far()\` once.`;

const address = `See https://example.org/${"a".repeat(160)} and [the paper](https://example.org/${"b".repeat(90)}).

${"w".repeat(300)}`;

const table = `| Country | Output a head | People | Capital | Languages spoken there |
|---|---:|---:|---|---|
| Germany | 48,000 | 83,000,000 | Berlin | German |
| Kenya | 2,000 | 54,000,000 | Nairobi | Swahili, English |
| ${"x".repeat(80)} | 1 | 2 | 3 | 4 |

1. one
   1. inner ${"y".repeat(120)}
12345. far`;

const formulas = `The mass is $E = mc^2$ and \\(a^2+b_1=c_1*d*e\\) and

$$\\int_0^1 x^2 dx = ${"\\frac{1}{3} + ".repeat(20)} 0$$

Use the <b> tag or List<String>. 2*3*4 = 24.

<div style="width: 5000px">
This whole paragraph stands in a div.
</div>

مرحبا بالعالم، هذه فقرة بالعربية.`;

export const wideAnswers: readonly string[] = [code, address, table, formulas];

/** 20,000 characters in paragraphs, lists and code. */
export const longAnswer: string = Array.from(
  { length: 160 },
  (_, index) =>
    [
      `Paragraph ${index} says what others said before, in **strong** words and with \`code\` in it.`,
      `- first of ${index}, with a sentence of its own\n- second of ${index}, which is *stressed*\n- third`,
      `${index}. numbered as it was written, and so it stays`,
    ][index % 3] ?? "",
)
  .join("\n\n")
  .padEnd(20_000, " and on")
  .slice(0, 20_000);
