import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  absent,
  barChart,
  boxSummary,
  createTable,
  heatmap,
  histogramChart,
  intervalPlot,
  lineChart,
  notice,
  paragraph,
  type Report,
  rankMoves,
  scatterPlot,
  treemap,
  worldMap,
  writeReport,
} from "@refract/report";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const sizes = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

await describeWith(chromium, "a report in a browser, from a file", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "refract-report-"));
    [browser] = await Promise.all([
      openBrowser(executable),
      writeReport(everyBlock(), join(folder, "report")),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test("it reads well at every size, has no axe violation, and gives its data offline", async () => {
    const { page, errors } = await browser.openPage({ acceptDownloads: true, reducedMotion: "reduce" });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const address = pathToFileURL(join(folder, "report", "index.html")).href;
    await page.goto(address);
    for (const { width, colorScheme } of sizes) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const name = `report-${width}-${colorScheme}`;
      await expectNoAxeViolations(page);
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
      await takeScreenshot(page, name);
      // drawings shrink to the window, but for those whose words could not be read then: these scroll in their box, as wide tables do
      const edges = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.drawing:not(.large) svg, .drawing.large, .scroll')].map((own) => own.getBoundingClientRect().right)",
      );
      expect(edges.length).toBeGreaterThan(15);
      expect(Math.max(...edges), name).toBeLessThanOrEqual(width);
      const background = await page.evaluate(
        "getComputedStyle(document.querySelector('.drawing')).backgroundColor",
      );
      expect(background).toBe(colorScheme === "dark" ? "rgb(33, 30, 26)" : "rgb(255, 255, 255)");
      const words = await page.evaluate(
        `getComputedStyle(document.querySelector('.drawing svg text[fill="#33373d"]')).fill`,
      );
      expect(words).toBe(colorScheme === "dark" ? "rgb(221, 213, 200)" : "rgb(51, 55, 61)");
      // the contents stay in view wherever one reads, and mark the chapter
      await page.evaluate("document.getElementById('hostile').scrollIntoView()");
      await expect
        .poll(() => page.evaluate("document.querySelector('nav [aria-current]')?.textContent"))
        .toContain("Long names");
      const [top, bottom] = await page.evaluate<number[]>(
        "(({ top, bottom }) => [top, bottom])(document.querySelector('nav [aria-current]').getBoundingClientRect())",
      );
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(900);
      await page.evaluate("window.scrollTo(0, 0)");
    }
    expect(await page.evaluate("document.fonts.check('13px \"Source Sans 3\"')")).toBe(true);
    expect(
      await page.evaluate(
        "document.querySelectorAll('.drawing:not([tabindex]), .scroll:not([tabindex])').length",
      ),
    ).toBe(0);
    expect(requests).toEqual([address]);

    const table = page.getByRole("figure").filter({ hasText: "A line a model." });
    for (const [button, file] of [
      ["Data (CSV)", "tables/models/scores.csv"],
      ["Data (JSON)", "tables/models/scores.json"],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        table.getByRole("button", { name: button }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`models-${file.split("/").at(-1)}`);
      expect(await readFile(await download.path(), "utf8")).toBe(
        await readFile(join(folder, "report", file), "utf8"),
      );
    }
    const [drawing] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "SVG of Scores by group" }).click(),
    ]);
    const svg = await readFile(await drawing.path(), "utf8");
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);

    // On paper: light whatever the reader's colours are, and no chart wider than the sheet.
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.setViewportSize({ width: 718, height: 1000 });
    expect(await page.evaluate("getComputedStyle(document.querySelector('thead th')).color")).toBe(
      "rgb(0, 0, 0)",
    );
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(
      await page.evaluate<number>(
        "Math.max(...[...document.querySelectorAll('figure svg')].map((svg) => svg.getBoundingClientRect().right))",
      ),
    ).toBeLessThanOrEqual(718);
    // a table that is wider than the sheet would shrink every page, or be cut
    const tables = await page.evaluate<number[]>(
      "[...document.querySelectorAll('figure table')].map((table) => table.getBoundingClientRect().right)",
    );
    expect(tables.length).toBeGreaterThan(1);
    expect(Math.max(...tables)).toBeLessThanOrEqual(718);
    await takeScreenshot(page, "report-print");
    await page.emulateMedia({ media: "screen", colorScheme: "light" });

    // By keyboard: the first stop leads past the contents.
    await page.reload();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("To the results");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#content");
    expect(errors).toEqual([]);
  }, 180_000);
});

/** Made figures, a block of every kind. */
function everyBlock(): Report {
  const models = ["command", "gpt-4", "llama-2-13b-chat", "a model whose name is rather long"];
  const groups = ["18-24 years old", "25-34 years old", "65+ years old"];
  const rows = models.flatMap((model, m) =>
    groups.map((group, g) => {
      const share = 0.25 + ((m * 7 + g * 3) % 11) / 20;
      return {
        model,
        group,
        share,
        low: share - 0.1,
        high: share + 0.1,
        quarter: share - 0.05,
        threeQuarters: share + 0.05,
        move: ((m * 5 + g * 2) % 7) - 3,
        beyond: (m + g) % 3 === 0,
        turn: g,
        next: g + 1,
        people: 10 + m * 40 + g,
      };
    }),
  );
  const countries = [
    { country: "826", people: 300 },
    { country: "840", people: 338 },
    { country: "356", people: 12 },
    { country: "710", people: 40 },
    { country: "484", people: 5 },
  ];
  const facts = { caption: "Made figures.", method: "share of battles won", n: "12 people, 40 battles" };
  const model = { field: "model", title: "Model" };
  const group = { field: "group", title: "Age" };
  const share = { field: "share", title: "Share won", format: ".0%" };
  const provenance = {
    population: "people with conversations (12 of 15)",
    weights: "none",
    n: "12 people, 40 battles",
    method: "share of battles won",
    mode: "corrected",
    seed: "1",
    source: "made for a test",
  };
  return {
    title: "Every block of a report",
    subtitle: "Made figures, to look at",
    facts: [
      ["Dataset", "made"],
      [
        "utterances.jsonl",
        "40 records, SHA-256 6f1ed002ab5595859014ebf0951522d96f1ed002ab5595859014ebf0951522d9",
      ],
    ],
    notices: [notice("warning", "Synthetic data: a program made every figure.")],
    findings: [
      {
        text: "command comes first of 4 by share won, but its 95 % interval overlaps with that of gpt-4: which is best is not settled.",
        n: "12 people, 40 battles",
        method: "share of battles won",
        section: "models",
      },
    ],
    sections: [
      hostileSection(),
      {
        id: "models",
        title: "Models",
        summary: "One model is ahead of three others.",
        provenance,
        blocks: [
          notice("note", "Differs from the published computation: ties are ties."),
          paragraph(
            "A paragraph of plain text that says how to read the table below and what to take from it.",
          ),
          createTable({
            id: "scores",
            title: "Scores",
            caption: "A line a model.",
            n: "12 people",
            columns: [
              { name: "model", title: "Model", kind: "text" },
              { name: "score", title: "Score", kind: "number", unit: "points" },
              { name: "share", title: "Share won", kind: "percent" },
              { name: "battles", title: "Battles", kind: "integer" },
              { name: "p", title: "p", kind: "p-value" },
              { name: "differs", title: "Differs", kind: "flag" },
            ],
            rows: [
              ["command", 61.25, 0.61, 1200, 0.00001, true],
              ["=gpt-4", -0.4, 0.39, 1180, absent("one battle has no spread"), false],
            ],
          }),
          createTable({
            id: "wide",
            title: "Models ranked in each way",
            caption: "As many columns as a table of ranks has.",
            n: "12 people",
            columns: [
              { name: "model", title: "Model", kind: "text" },
              ...Array.from({ length: 15 }, (_, place) => ({
                name: `estimate_${place + 1}`,
                title: place % 2 === 0 ? "Rank centrality" : "Rank",
                kind: place % 2 === 0 ? ("number" as const) : ("integer" as const),
              })),
            ],
            rows: models.map((name, row) => [
              name,
              ...Array.from({ length: 15 }, (_, place) =>
                place % 2 === 0 ? -1000.125 * (row + 1) : row + 1,
              ),
            ]),
          }),
          barChart({
            ...facts,
            id: "bars",
            title: "Shares",
            data: rows,
            category: model,
            value: share,
            group,
          }),
          intervalPlot({
            ...facts,
            id: "intervals",
            title: "Scores by group",
            data: rows,
            category: model,
            value: share,
            lower: "low",
            upper: "high",
            group,
            reference: 0.5,
          }),
          rankMoves({
            ...facts,
            id: "moves",
            title: "Places moved",
            data: rows,
            item: model,
            group,
            move: { field: "move", title: "Places" },
            starred: "beyond",
          }),
          barChart({
            ...facts,
            id: "standing-bars",
            title: "Shares by group",
            data: rows,
            category: group,
            value: share,
            vertical: true,
            facet: { ...model, columns: 2 },
          }),
          heatmap({
            ...facts,
            id: "cell-facets",
            title: "Places by group",
            data: rows,
            x: { field: "turn", title: "Turn" },
            y: model,
            value: { field: "move", title: "Places", format: "+d" },
            colours: "diverging",
            facet: { ...group, columns: 2 },
          }),
        ],
      },
      {
        id: "people",
        title: "People",
        summary: "Most people live in two countries.",
        provenance,
        blocks: [
          worldMap({
            ...facts,
            id: "map",
            title: "Where people live",
            data: countries,
            country: "country",
            value: { field: "people", title: "People" },
            logarithmic: true,
          }),
          heatmap({
            ...facts,
            id: "cells",
            title: "Cells",
            data: rows,
            x: group,
            y: model,
            value: share,
            colours: "sequential",
          }),
          boxSummary({
            ...facts,
            id: "boxes",
            title: "Spread",
            data: rows.filter((row) => row.turn === 0),
            category: model,
            low: "low",
            lowerQuartile: "quarter",
            median: share,
            upperQuartile: "threeQuarters",
            high: "high",
          }),
          treemap({
            ...facts,
            id: "tree",
            title: "Topics",
            data: rows,
            levels: ["model", "group"],
            value: "people",
          }),
          scatterPlot({
            ...facts,
            id: "points",
            title: "Points",
            data: rows,
            x: { field: "low", title: "Low" },
            y: share,
            colour: model,
          }),
          lineChart({
            ...facts,
            id: "lines",
            title: "Over turns",
            data: rows.slice(0, 6),
            x: { field: "turn", title: "Turn" },
            y: share,
            band: { lower: "low", upper: "high" },
            group: model,
          }),
          histogramChart({
            ...facts,
            id: "bins",
            title: "Turns",
            data: rows.slice(0, 3),
            from: { field: "turn", title: "Turns" },
            to: "next",
            count: { field: "people", title: "People" },
          }),
        ],
      },
      {
        id: "impossible",
        title: "What could not be done",
        summary: "This could not be computed.",
        provenance,
        blocks: [
          notice("impossible", 'utterances: no column "score", and this analysis reads it'),
          // Chapters know nothing of each other: titles of one can be those of another, and its own.
          ...["What could not be done", "Scores"].map((title, place) =>
            createTable({
              id: `same-title-${place}`,
              title,
              caption: "Made figures.",
              n: "1 person",
              columns: [{ name: "model", title: "Model", kind: "text" }],
              rows: [["command"]],
            }),
          ),
        ],
      },
    ],
  };
}

/** Long names without a blank, sixty groups, and texts that run from right to left. */
function hostileSection(): Report["sections"][number] {
  const names = [
    "organisation-with-a-long-name/a-model-whose-name-goes-on-and-on-instruct-2026-12-01-preview-00000000000000000000",
    "نموذج لغوي باسم عربي طويل",
    "<script>alert(1)</script>",
  ];
  const groups = Array.from(
    { length: 60 },
    (_, place) => `group ${place + 1} of a question with many answers`,
  );
  const rows = names.flatMap((model, m) =>
    groups.map((group, g) => ({ model, group, move: ((m * 5 + g * 3) % 9) - 4, beyond: g % 7 === 0 })),
  );
  const facts = { caption: "تجربة: أسماء طويلة ومجموعات كثيرة.", method: "made", n: "no people" };
  return {
    id: "hostile",
    title: `Long names and ${names[1]}`,
    summary: names.join(", "),
    provenance: {
      ...{ population: names.join(" "), weights: "none", n: "0", method: "made", mode: "corrected" },
      ...{ seed: null, source: "made for a test" },
    },
    blocks: [
      notice("warning", `${names[0]}: ${names[1]}`),
      createTable({
        id: "sixty",
        title: "Sixty groups",
        caption: "A column a group.",
        n: "no people",
        columns: [
          { name: "model", title: "Model", kind: "text" },
          ...groups.map((title, place) => ({ name: `group_${place}`, title, kind: "number" as const })),
        ],
        rows: names.map((name, row) => [name, ...groups.map((_, place) => (row - 1) * place * 1.23456)]),
      }),
      rankMoves({
        ...facts,
        id: "sixty-moves",
        title: "Places moved",
        data: rows,
        item: { field: "model", title: "Model" },
        group: { field: "group", title: "Group" },
        move: { field: "move", title: "Places" },
        starred: "beyond",
      }),
      barChart({
        ...facts,
        id: "long-bars",
        title: "Bars",
        data: names.map((model, share) => ({ model, share })),
        category: { field: "model", title: "Model" },
        value: { field: "share", title: "Share" },
        group: { field: "model", title: "Model" },
      }),
    ],
  };
}
