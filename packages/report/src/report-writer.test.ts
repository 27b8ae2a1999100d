import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { madeReport } from "./report.fixture.ts";
import { openReportWriter } from "./report-writer.ts";
import { writeReport } from "./write-report.ts";

const emptyFolder = () => mkdtemp(join(tmpdir(), "refract-test-"));
const page = (folder: string) => readFile(join(folder, "index.html"), "utf8");

test("finished chapters can be read while others are missing, and an earlier report stands until all are there", async () => {
  const folder = join(await emptyFolder(), "report");
  await writeReport(madeReport(), folder);
  const earlier = await page(folder);
  const { sections, ...cover } = madeReport();
  const [first, second] = sections;
  if (first === undefined || second === undefined) throw new Error("two sections");
  // killed after one chapter: nothing more is called
  const killed = await openReportWriter(folder, { cover, sections });
  await killed.add(second);
  const unfinished = await page(killed.unfinishedFolder);
  expect(unfinished).toContain(
    "This report is not finished: 1 of 2 chapters are there. Missing: Everything there is.",
  );
  expect(unfinished).toContain(second.title);
  expect(unfinished).not.toContain('id="first"');
  expect(unfinished.endsWith("</html>\n")).toBe(true);
  expect(await page(folder)).toBe(earlier);

  // the next one begins anew, and the order in which chapters come does not show
  const writer = await openReportWriter(folder, { cover, sections });
  await writer.add(second);
  await writer.add(first);
  await writer.finish(cover, ["first", "second"]);
  expect(await page(folder)).toBe(earlier);
  expect(await readdir(join(folder, ".."))).toEqual(["report"]);
});

test("a folder of that name with other files is left alone", async () => {
  const folder = join(await emptyFolder(), "report");
  const { sections, ...cover } = madeReport();
  const { unfinishedFolder, discard } = await openReportWriter(folder, { cover, sections });
  await writeFile(join(unfinishedFolder, "report.json"), "my own");
  await expect(openReportWriter(folder, { cover, sections })).rejects.toThrow(/holds other files/);
  expect(await readFile(join(unfinishedFolder, "report.json"), "utf8")).toBe("my own");
  await discard();
  expect(await readdir(join(folder, ".."))).toEqual([]);
});

test("main findings come first, each with its n, its method and the way to its chapter", async () => {
  const folder = join(await emptyFolder(), "report");
  const findings = [
    { text: "Alpha <b>leads</b>.", n: "12 people", method: "share of battles won", section: "first" },
  ];
  await writeReport({ ...madeReport(), findings }, folder);
  const html = await page(folder);
  expect(html).toContain(
    '<p dir="auto">Alpha &lt;b&gt;leads&lt;/b&gt;.</p><p class="why">n: 12 people · share of battles won · <a href="#first">Everything there is</a></p>',
  );
  expect(html.indexOf('id="findings"')).toBeLessThan(html.indexOf('<section id="first"'));
  expect(html.indexOf("Main findings")).toBeGreaterThan(-1);
});

test("a drawing that is saved by itself has its font inside, as the page has", async () => {
  const folder = join(await emptyFolder(), "report");
  await writeReport(madeReport(), folder);
  const font = '@font-face{font-family:"Source Sans 3"';
  expect(await readFile(join(folder, "charts/first/shares.svg"), "utf8")).toContain(`<style>${font}`);
  expect((await page(folder)).split(font)).toHaveLength(2);
});
