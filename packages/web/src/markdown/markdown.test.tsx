import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown.tsx";

/** The elements of a model's text, without the names and labels of our own. */
const render = (text: string, origin: "model" | "study" = "model") =>
  renderToStaticMarkup(<Markdown text={text} origin={origin} />).replace(
    /^<div class="reading"[^>]*>|<\/div>$/g,
    "",
  );
/** What can be read of it. */
const said = (text: string) =>
  render(text)
    .replace(/<br\/?>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");

test.each([
  "Use the <b> tag, or List<String> in Java. If a <b and c> d then stop. Write <your name> here.",
  "<div>\nThis whole paragraph stands in a div.\n</div>",
  "<!-- a comment\n\nof two paragraphs -->".replace("\n\n", "\n"),
  "<script>alert(1)</script>",
  "AT&amp;T &nbsp; &lt;b&gt;",
  "Roses are red\nViolets are blue",
  "1986. A great year.",
  "7) seven",
  "[name]: https://example.org/address",
  "as shown in [1] and [2][3] and [^4]",
  "2*3*4 = 24 and a**b**c and __init__ and snake_case_name",
  "The formula is $E = mc^2$ and \\(a^2+b_1 c_1\\) and $x*y*z$",
  "$$\\int_0^1 x^2 dx = \\frac{1}{3}$$",
  "$$\na &= b \\\\\n- c + \\_\n$$",
  "\\[\n+ x_1\n+ x_2\n\\]",
  "costs $5 or $10, a_b and c_d",
  "an open \\(bracket and \\{a set\\} and \\[ and 50\\%",
  "~~struck~~ and ~5 to ~10",
  "- [ ] to do\n- [x] done".replaceAll("- ", ""),
  "\uE000 and \uE150\uE151",
  "a backslash \\ alone, C:\\Users\\name, \\\\server",
])("every character can be read: %j", (text) => {
  expect(said(text)).toBe(text);
});

test("what Markdown means by signs is drawn, and nothing else is lost", () => {
  expect(render("**strong** and *stressed* and `code`")).toBe(
    '<p dir="ltr"><strong>strong</strong> and <em>stressed</em> and <code dir="ltr">code</code></p>',
  );
  expect(said("```python title\nx = 1\n```")).toBe("python titlex = 1");
  expect(render("这是**重点**内容")).toContain("<strong>重点</strong>");
});

test("blocks that hold what may scroll sideways say so: they are laid out before they are near the window", () => {
  const code = "  ```\n  x\n  ```";
  expect(render(`- a\n\n${code}`)).toMatch(/^<ul [^>]*data-wide="true"/);
  expect(render(`1. a\n   - b\n\n${code.replaceAll("  ", "     ")}`)).toMatch(/^<ol [^>]*data-wide="true"/);
  expect(render("> ```\n> x\n> ```")).toMatch(/^<blockquote [^>]*data-wide="true"/);
  expect(render("> a\n\n- b `c`\n\n1. d")).not.toContain("data-wide");
});

test.each([
  ["これは**「重要」**な点と**「急ぎ」**の点です。", ["「重要」", "「急ぎ」"]],
  ["这是**“重点”**内容，以及**重点。**后面", ["“重点”", "重点。"]],
  ["**注意：**请先保存。**（必填）**项目", ["注意：", "（必填）"]],
  ["한국어**(강조)**입니다", ["(강조)"]],
])("words are stressed beside signs that no blank follows: %s", (text, stressed) => {
  const drawn = render(text);
  expect([...drawn.matchAll(/<strong>(.*?)<\/strong>/g)].map(([, words]) => words)).toEqual(stressed);
  expect(drawn.replace(/<[^>]+>/g, "")).toBe(text.replaceAll("**", ""));
});

test("lists keep the numbers they were written with, in any order", () => {
  expect(said("3. three\n1. one\n1. one again")).toBe("3. three1. one1. one again");
  expect(render("- a\n- b")).toBe(
    '<ul dir="ltr"><li data-loose="false" dir="ltr"><p dir="ltr">a</p></li>' +
      '<li data-loose="false" dir="ltr"><p dir="ltr">b</p></li></ul>',
  );
});

test("tables are tables, with every cell", () => {
  const table = render("| city | pop |\n|---|---:|\n| Rome | $|x|$ |");
  expect(table).toContain(
    '<th scope="col" dir="ltr">city</th><th scope="col" data-align="right" dir="ltr">pop</th>',
  );
  expect(table).toMatch(/<td data-align="right"[^>]*><span class="formula"[^>]*>\$\|x\|\$<\/span><\/td>/);
});

test("each paragraph and each item has its own direction", () => {
  expect(render("Hello.\n\nمرحبا.\n\n123")).toBe(
    '<p dir="ltr">Hello.</p>\n<p dir="rtl">مرحبا.</p><p>123</p>'.replace("\n", ""),
  );
  expect(render("- first\n- אחת")).toContain('<li data-loose="false" dir="rtl">');
});

test("code within words runs from left to right in Arabic too", () => {
  expect(render("اكتب `call(x)` هنا.")).toBe('<p dir="rtl">اكتب <code dir="ltr">call(x)</code> هنا.</p>');
});

test("a list with items of both directions has room for marks at both sides", () => {
  expect(render("- first\n- אחת")).toMatch(/^<ul dir="ltr" data-both-directions="true">/);
  expect(render("1. أول\n2. second")).toContain('style="padding-inline:2.8ch"');
  expect(render("1. أول\n2. 15\n3. ثالث")).toContain('style="padding-inline-start:2.8ch"');
  expect(render("- 15\n- 16")).toMatch(/^<ul>/);
});

test("a model's link shows where it leads, and leads nowhere within this site", () => {
  const [words, address] = ["the paper", "https://example.org/a?b=c"];
  expect(said(`[${words}](${address} "Title")`)).toBe(`${words} (${address} Title)`);
  expect(said(`<${address}>`)).toBe(address);
  for (const inner of ["[x](/api/p/data)", "[x](javascript:alert(1))", "[x](#receipt)"]) {
    expect(render(inner)).not.toContain("<a ");
    expect(said(inner)).toBe(inner);
  }
  expect(render("[x](javascript:alert(1))", "study")).not.toContain("<a ");
  expect(render("[terms](/terms)", "study")).toBe(
    '<p dir="ltr"><a href="/terms" target="_blank" rel="noopener noreferrer nofollow ugc">terms</a></p>',
  );
});

test("a picture is named and not loaded", () => {
  const picture = render("![a cat](https://example.org/cat.png)");
  expect(picture).not.toContain("<img");
  expect(picture).toContain("a cat (https://example.org/cat.png)");
});
