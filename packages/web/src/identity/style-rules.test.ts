import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const sources = fileURLToPath(new URL("..", import.meta.url));

/**
 * Whether a selector makes browsers style all that stands round an element anew when one comes or goes: what follows any element
 * (`* + *`, `li + li`), and what holds something (`:has()`), without a class that says where to look.
 */
function isCostly(selector: string): boolean {
  // What stands in brackets belongs to its element.
  const plain = selector.replace(/\((?:[^()]|\([^()]*\))*\)/g, (inner) => inner.replace(/[\s>+~,]/g, "_"));
  return (
    /(?:^|[\s>+~,])(?:\*|[a-z][a-z0-9]*)\s*[+~]/.test(plain) ||
    plain.split(/[\s>+~,]+/).some((element) => element.includes(":has(") && !/^[a-z0-9]*[.#[]/.test(element))
  );
}

test.each([
  [".reading > * + *", true],
  [".landing > h1 + *", true],
  [".one, .transcript > li + li", true],
  [".reading > :not(.scroll-region, :has(.scroll-region))", true],
  [".task-tick:hover:not(:has(:checked))", false],
  ["legend.question-title ~ *", false],
  [".study + .study", false],
  [".stack > :where(:not(:first-child))", false],
])("%s is costly: %s", (selector, costs) => {
  expect(isCostly(selector)).toBe(costs);
});

test("a block that comes to a long text has no other block styled anew", async () => {
  const found: string[] = [];
  const files: string[] = [];
  for await (const file of glob("**/*.css", { cwd: sources })) files.push(file);
  for (const file of files) {
    const css = (await readFile(`${sources}/${file}`, "utf8")).replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, selectors = ""] of css.matchAll(/([^{};]+)\{/g))
      if (!selectors.trim().startsWith("@") && isCostly(selectors))
        found.push(`${file}: ${selectors.trim()}`);
  }
  expect(files.length).toBeGreaterThan(8);
  expect(found).toEqual([]);
});
