// How often tests reject where nothing differs, and intervals hold the truth: node benchmarks/inference/run.ts [PART] [ROUNDS]

import { askingLines, exactTestLines, rareLines } from "./asking.ts";
import { agreementLines, associationLines, kappaLines } from "./associations.ts";
import { moveLines } from "./moves.ts";
import { effectLines, jointTestLines } from "./people.ts";
import { peopleBesideLines } from "./people-and-models.ts";
import { rankingLines } from "./rankings.ts";
import { levelLines, rangeLines, shareLines } from "./small-studies.ts";
import { keepLines, type Line } from "./tally.ts";

const sizes = [30, 100, 300].flatMap((people) => [12, 21].map((models) => ({ people, models })));

/** Each part takes minutes at most, so that they can be run one by one. */
const parts: ReadonlyMap<string, (rounds: number | null) => readonly Line[]> = new Map([
  ["asking", (rounds: number | null) => askingLines(rounds ?? 2000)],
  ["asking-rare", (rounds: number | null) => rareLines(rounds ?? 5000)],
  ["exact-test", (rounds: number | null) => exactTestLines(rounds ?? 20_000)],
  ["people-beside-run", (rounds: number | null) => peopleBesideLines(rounds ?? 2000)],
  ["associations", (rounds: number | null) => associationLines(rounds ?? 2000)],
  ["kappa", (rounds: number | null) => kappaLines(rounds ?? 2000)],
  ["agreement", (rounds: number | null) => agreementLines(rounds ?? 2000)],
  ["levels-100-21", (rounds: number | null) => levelLines(rounds ?? 3000, 100, 21)],
  ...[30, 100].flatMap((people) => [
    [`shares-${people}-12`, (rounds: number | null) => shareLines(rounds ?? 500, people, 12)] as const,
    [`ranges-${people}-12`, (rounds: number | null) => rangeLines(rounds ?? 60, people, 12)] as const,
  ]),
  ...[30, 100].map(
    (people) =>
      [`moves-${people}-12`, (rounds: number | null) => moveLines(rounds ?? 80, people, 12)] as const,
  ),
  ...[30, 100].map(
    (people) =>
      [`rankings-${people}-12`, (rounds: number | null) => rankingLines(rounds ?? 100, people, 12)] as const,
  ),
  ...sizes.map(
    ({ people, models }) =>
      [
        `joint-tests-${people}-${models}`,
        (rounds: number | null) => jointTestLines(rounds ?? 2000, people, models),
      ] as const,
  ),
  ...sizes.map(
    ({ people, models }) =>
      [
        `effects-${people}-${models}`,
        (rounds: number | null) => effectLines(rounds ?? (people === 300 ? 200 : 500), people, models),
      ] as const,
  ),
]);

const [asked, rounds] = process.argv.slice(2);
const chosen = asked === undefined ? [...parts.keys()] : [asked];
for (const name of chosen) {
  const part = parts.get(name);
  if (part === undefined)
    throw new Error(`part: invalid value "${name}", expected one of ${[...parts.keys()].join(", ")}`);
  const start = performance.now();
  const lines = part(rounds === undefined ? null : Number(rounds));
  const seconds = (performance.now() - start) / 1000;
  if (rounds === undefined) keepLines(name, lines, seconds);
  process.stdout.write(`${name}: ${seconds.toFixed(0)} s\n`);
  for (const line of lines)
    process.stdout.write(
      `  ${line.what}; ${line.design}: ${line.kind} ${line.reached === null ? "-" : `${(100 * line.reached).toFixed(1)} %`} (${line.asked})${
        line.refused === undefined ? "" : `; refused ${(100 * line.refused).toFixed(1)} %`
      }\n`,
    );
}
