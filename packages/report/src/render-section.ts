import type { Provenance, Section } from "./blocks.ts";
import type { BlockFile } from "./chapter.ts";
import { escapeHtml } from "./escape.ts";
import { renderBlock } from "./render-blocks.ts";

/** A chapter of the page. @param files What is written of its tables and charts. */
export function renderSection(section: Section, files: readonly BlockFile[]): string {
  return [
    `<section id="${section.id}" aria-labelledby="heading-${section.id}">`,
    `<h2 id="heading-${section.id}" dir="auto">${escapeHtml(section.title)}</h2>`,
    `<p class="summary" dir="auto">${escapeHtml(section.summary)}</p>`,
    provenance(section.provenance),
    ...section.blocks.map((block) => {
      const own = files.find((file) => file.block === block);
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
  return `<details class="provenance" open><summary>Population, method, mode</summary>${renderFacts(rows)}</details>`;
}

/** Names with what there is to say of each; nothing when there are none. */
export function renderFacts(rows: readonly (readonly [name: string, value: string])[]): string {
  return rows.length === 0
    ? ""
    : `<dl class="facts">${rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`;
}
