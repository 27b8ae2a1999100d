import { createHash } from "node:crypto";
import type { MainFinding, ReportCover, Section } from "./blocks.ts";
import type { Chapter } from "./chapter.ts";
import { escapeHtml } from "./escape.ts";
import { renderNotice } from "./render-blocks.ts";
import { renderFacts } from "./render-section.ts";
import { reportScript } from "./report-script.ts";
import { reportStyle } from "./report-style.ts";

/**
 * A report as one HTML file: nothing is fetched, so it can be mailed and opened offline. All texts are data. A policy in the page
 * allows its own style, script and font and nothing else.
 *
 * @param chapters In the order of the report.
 */
export function renderReport(cover: ReportCover, chapters: readonly Chapter[]): string {
  const style = reportStyle();
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(reportScript)}'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'`;
  const findings = cover.findings ?? [];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(cover.title)}</title>`,
    `<style>${style}</style></head><body>`,
    '<a class="skip" href="#content">To the results</a><div class="page">',
    contents(
      findings.length > 0,
      chapters.map(({ section }) => section),
    ),
    '<div class="sheet">',
    `<header id="top"><h1 dir="auto">${escapeHtml(cover.title)}</h1><p class="subtitle" dir="auto">${escapeHtml(cover.subtitle)}</p>`,
    ...cover.notices.map(renderNotice),
    "</header>",
    '<main id="content" tabindex="-1">',
    mainFindings(findings, chapters),
    ...chapters.map(({ html }) => html),
    "</main>",
    cover.facts.length === 0
      ? ""
      : `<footer id="about"><h2 id="heading-about">About this report</h2>${renderFacts(cover.facts)}</footer>`,
    "</div></div>",
    `<script type="application/json" id="files">{${chapters.flatMap(({ data }) => data).join(",")}}</script>`,
    `<script>${reportScript}</script>`,
    "</body></html>",
    "",
  ].join("\n");
}

function mainFindings(findings: readonly MainFinding[], chapters: readonly Chapter[]): string {
  if (findings.length === 0) return "";
  const items = findings.map(({ text, n, method, section }) => {
    const title = chapters.find((chapter) => chapter.section.id === section)?.section.title ?? section;
    return `<li><p dir="auto">${escapeHtml(text)}</p><p class="why">n: ${escapeHtml(n)} · ${escapeHtml(method)} · <a href="#${section}">${escapeHtml(title)}</a></p></li>`;
  });
  return `<section id="findings" aria-labelledby="heading-findings"><h2 id="heading-findings">Main findings</h2><ol class="findings">${items.join("\n")}</ol></section>`;
}

function contents(hasFindings: boolean, sections: readonly Section[]): string {
  const lines = sections.map(({ id, title, blocks }) => {
    const impossible =
      blocks.length === 1 && blocks[0]?.kind === "notice" && blocks[0].level === "impossible";
    return `<li${impossible ? ' class="absent"' : ""}><a href="#${id}" dir="auto">${escapeHtml(title)}</a>${impossible ? ' <span class="why">(could not be computed)</span>' : ""}</li>`;
  });
  const first = hasFindings ? '<li><a href="#findings">Main findings</a></li>' : "";
  return `<nav aria-label="Contents"><ol>${first}${lines.join("")}</ol></nav>`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
