import { createHash } from "node:crypto";
import type { Provenance, Section } from "./blocks.ts";
import { escapeHtml, jsonForScript } from "./escape.ts";
import { renderBlock, renderNotice } from "./render-blocks.ts";
import type { ReportFiles } from "./report-files.ts";
import { reportScript } from "./report-script.ts";
import { reportStyle } from "./report-style.ts";

/**
 * A report as one HTML file: nothing is fetched, so it can be mailed and opened offline. All texts are data. A policy in the page
 * allows its own style and script by hash and nothing else.
 *
 * @param files What `reportFiles` made of a report: the report itself, drawings and data.
 */
export function renderReport(files: ReportFiles): string {
  const { report } = files;
  const policy = `default-src 'none'; style-src 'sha256-${hash(reportStyle)}'; script-src 'sha256-${hash(reportScript)}'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  const data = Object.fromEntries(files.blocks.map(({ name, csv, json }) => [name, { csv, json }]));
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(report.title)}</title>`,
    `<style>${reportStyle}</style></head><body>`,
    '<a class="skip" href="#content">To the results</a><div class="page">',
    `<header><h1>${escapeHtml(report.title)}</h1><p class="subtitle">${escapeHtml(report.subtitle)}</p>`,
    ...report.notices.map(renderNotice),
    facts(report.facts),
    "</header>",
    contents(report.sections),
    '<main id="content">',
    ...report.sections.map((section) => renderSection(section, files)),
    "</main></div>",
    `<script type="application/json" id="files">${jsonForScript(data)}</script>`,
    `<script>${reportScript}</script>`,
    "</body></html>",
    "",
  ].join("\n");
}

function renderSection(section: Section, files: ReportFiles): string {
  return [
    `<section id="${section.id}" aria-labelledby="heading-${section.id}">`,
    `<h2 id="heading-${section.id}">${escapeHtml(section.title)}</h2>`,
    `<p class="summary">${escapeHtml(section.summary)}</p>`,
    provenance(section.provenance),
    ...section.blocks.map((block) => {
      const own = files.blocks.find((file) => file.section === section.id && file.block === block);
      return renderBlock(block, own?.name ?? "", own?.svg ?? "");
    }),
    "</section>",
  ].join("\n");
}

function provenance(of: Provenance): string {
  const rows: readonly (readonly [string, string])[] = [
    ["Population", of.population],
    ["Weights", of.weights],
    ["n", of.n],
    ["Method", of.method],
    ["Mode", of.mode],
    ["Seed", of.seed ?? "nothing was drawn"],
    ["Source", of.source],
  ];
  return `<details class="provenance" open><summary>Population, method, mode</summary>${facts(rows)}</details>`;
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return rows.length === 0
    ? ""
    : `<dl class="facts">${rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`;
}

function contents(sections: readonly Section[]): string {
  const lines = sections.map(({ id, title, blocks }) => {
    const impossible =
      blocks.length === 1 && blocks[0]?.kind === "notice" && blocks[0].level === "impossible";
    return `<li><a href="#${id}">${escapeHtml(title)}</a>${impossible ? ' <span class="why">(could not be computed)</span>' : ""}</li>`;
  });
  return `<nav aria-label="Contents"><ol>${lines.join("")}</ol></nav>`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
