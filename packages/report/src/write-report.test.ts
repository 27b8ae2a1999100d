import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { madeReport } from "./report.fixture.ts";
import { createTable } from "./table.ts";
import { writeReport } from "./write-report.ts";

const emptyFolder = () => mkdtemp(join(tmpdir(), "refract-test-"));

test("a report is one page with its tables and charts beside it, the same bytes twice", async () => {
  const first = join(await emptyFolder(), "report");
  const second = join(await emptyFolder(), "report");
  const written = await writeReport(madeReport(), first);
  expect(written.undrawn).toEqual([]);
  expect(written.files).toEqual([
    "index.html",
    "report.json",
    "tables/first/models.csv",
    "tables/first/models.json",
    "tables/first/long.csv",
    "tables/first/long.json",
    "charts/first/shares.csv",
    "charts/first/shares.svg",
    "charts/first/shares.spec.json",
    "charts/first/map.csv",
    "charts/first/map.svg",
    "charts/first/map.spec.json",
  ]);
  await writeReport(madeReport(), second);
  for (const name of written.files)
    expect(await readFile(join(first, name), "utf8"), name).toBe(await readFile(join(second, name), "utf8"));
});

test("texts are data in the page, and absent cells say why", async () => {
  const folder = join(await emptyFolder(), "report");
  await writeReport(madeReport(), folder);
  const page = await readFile(join(folder, "index.html"), "utf8");
  expect(page).not.toContain("<img");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain("none: fewer than 20 people");
  expect(page).toContain("20 more rows are in the data.");
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("a chart that can't be drawn leaves a notice in its place, and the rest of the report stands", async () => {
  const folder = join(await emptyFolder(), "report");
  const report = madeReport();
  const sections = report.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === "chart" && block.id === "shares"
        ? { ...block, spec: { ...block.spec, mark: "no such mark" } }
        : block,
    ),
  }));
  const written = await writeReport({ ...report, sections }, folder);
  expect(written.undrawn).toHaveLength(1);
  expect(written.files).not.toContain("charts/first/shares.svg");
  expect(written.files).toContain("charts/first/map.svg");
  expect(await readFile(join(folder, "index.html"), "utf8")).toContain(
    "could not be drawn, by a fault of the program",
  );
});

test("a table's CSV holds every digit, no formula, and the reasons in a last column", async () => {
  const folder = join(await emptyFolder(), "report");
  await writeReport(madeReport(), folder);
  expect((await readFile(join(folder, "tables/first/models.csv"), "utf8")).split("\r\n")).toEqual([
    "model,score,share,p,significant,missing",
    "alpha,61.25,0.61,0.00001,true,",
    '"<img src=x onerror=""alert(1)""> & ""quoted"" </script>",-0.001,0.39,,false,p: one person has no spread',
    '"\'=1+1",,0,0.5,,score: fewer than 20 people; significant: not tested',
    "",
  ]);
});

test("a long text in a table keeps a readable width and runs in its own direction", async () => {
  const folder = join(await emptyFolder(), "report");
  const [first] = madeReport().sections;
  if (first === undefined) throw new Error("two sections");
  const table = createTable({
    ...{ id: "texts", title: "Texts", caption: "Two texts.", n: "2 texts" },
    columns: [{ name: "text", title: "Text", kind: "text" }],
    rows: [["كتب شخص ما "], ["كتب شخص ما ".repeat(10)]],
  });
  await writeReport({ ...madeReport(), sections: [{ ...first, blocks: [table] }] }, folder);
  const page = await readFile(join(folder, "index.html"), "utf8");
  expect(page.match(/<th scope="row"[^>]*>/g)).toEqual([
    '<th scope="row" dir="auto">',
    '<th scope="row" class="prose" dir="auto">',
  ]);
});

test("an earlier report is replaced as a whole; a folder with other files is left alone", async () => {
  const folder = join(await emptyFolder(), "report");
  await writeReport(madeReport(), folder);
  const [first] = madeReport().sections;
  if (first === undefined) throw new Error("two sections");
  await writeReport({ ...madeReport(), sections: [{ ...first, blocks: [] }] }, folder);
  expect((await readdir(folder)).toSorted()).toEqual(["index.html", "report.json"]);
  // nothing of the work is left beside it
  expect(await readdir(join(folder, ".."))).toEqual(["report"]);
  const other = await emptyFolder();
  await writeFile(join(other, "thesis.docx"), "years of work");
  await expect(writeReport(madeReport(), other)).rejects.toThrow(
    /holds other files, expected an empty folder or an earlier report/,
  );
  expect(await readFile(join(other, "thesis.docx"), "utf8")).toBe("years of work");
});

test("a table without a reason for NaN, or with too few cells, is a mistake of the program", () => {
  const table = {
    id: "t",
    title: "T",
    caption: "",
    n: "1",
    columns: [{ name: "a", title: "A", kind: "number" as const }],
  };
  expect(() => createTable({ ...table, rows: [[Number.NaN]] })).toThrow(
    'table "t": row 0, a: NaN without a reason',
  );
  expect(() => createTable({ ...table, rows: [[]] })).toThrow('table "t": row 0 has 0 cells, expected 1');
});
