import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pageLanguages } from "@refract/collect/browser";
import { beforeAll, describe, expect, it } from "vitest";
import { sourcesHash } from "./sources-hash.ts";
import { buildWeb, webAssets } from "./web-assets.ts";

/** First load of the participant pages, before the survey library: markup, scripts and styles it names, gzipped. */
const firstLoadBudget = 150_000;

describe("the built pages", () => {
  let folder: string;
  beforeAll(async () => {
    ({ folder } = await buildWeb());
  }, 120_000);

  const read = (name: string) => readFile(join(folder, name), "utf8");
  const firstLoad = async (page: string) => {
    const html = await read(page);
    const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
      (match) => match[1] ?? "",
    );
    const texts = await Promise.all([...new Set(named)].map(read));
    return { html, named, bytes: [html, ...texts].reduce((sum, text) => sum + gzipSync(text).length, 0) };
  };

  it("are up to date once they are built", async () => {
    expect(await webAssets()).toEqual({ folder, isCurrent: true });
  });

  it("load a participant's first page under 150 KB, without the survey library", async () => {
    const { bytes, named } = await firstLoad("participant.html");
    expect(named.length).toBeGreaterThan(2);
    expect(named.join(" ")).not.toMatch(/survey|markdown|arabic/);
    for (const language of pageLanguages.filter((other) => other !== "en")) {
      expect(named.join(" "), language).not.toContain(`/${language}-`);
      const files = await readdir(join(folder, "assets"));
      expect(files.filter((file) => file.startsWith(`${language}-`) && file.endsWith(".js"))).toHaveLength(1);
    }
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(firstLoadBudget);
  });

  it("have no script or style within the markup, which the content security policy would refuse", async () => {
    for (const page of ["participant.html", "start.html"]) {
      const { html } = await firstLoad(page);
      expect(html).not.toMatch(/<style|style="|\son\w+="|<script(?![^>]* src=)/);
    }
  });

  it("are not translated by browsers, whose own words would stand for what is rated and break the page", async () => {
    for (const page of ["participant.html", "start.html"]) {
      const html = await read(page);
      expect(html).toMatch(/<html [^>]*translate="no"/);
      expect(html).toContain('<meta name="google" content="notranslate"');
    }
  });

  it("fetch nothing from anywhere else", async () => {
    for (const page of ["participant.html", "start.html"])
      expect(await read(page)).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const name of (await readdir(join(folder, "assets"))).filter((file) => file.endsWith(".css"))) {
      const css = await read(join("assets", name));
      expect(css, name).not.toMatch(/url\(["']?(?:https?:)?\/\/|url\(["']?data:|@import/);
    }
  });
});

it("those who ask for the pages at the same time share one build", async () => {
  const [one, other] = await Promise.all([buildWeb(), buildWeb()]);
  expect(other).toBe(one);
}, 120_000);

it("the digest of the sources changes with a source and not with a test or a note", async () => {
  const folder = await mkdtemp(join(tmpdir(), "web-sources-"));
  try {
    await writeFile(join(folder, "page.tsx"), "one");
    const before = await sourcesHash(folder, []);
    await writeFile(join(folder, "page.test.tsx"), "a test");
    await writeFile(join(folder, "README.md"), "a note");
    expect(await sourcesHash(folder, [])).toBe(before);
    await writeFile(join(folder, "page.tsx"), "two");
    expect(await sourcesHash(folder, [])).not.toBe(before);
  } finally {
    await rm(folder, { recursive: true });
  }
});
