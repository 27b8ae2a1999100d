import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { notice, type ReportCover, type Section } from "./blocks.ts";
import { type Chapter, drawChapter } from "./chapter.ts";
import { renderReport } from "./render-report.ts";
import { checkReportFolder, entriesOf, reportFormat, writeFailure } from "./report-folder.ts";
import { withFont } from "./report-font.ts";

/** The paths written, relative to the folder. */
export interface WrittenReport {
  readonly folder: string;
  readonly files: readonly string[];
  /** Charts that could not be drawn, each with the reason; the page has notices in their places. */
  readonly undrawn: readonly string[];
}

/** A report that is written chapter by chapter, in a folder of its own until it is complete. */
export interface ReportWriter {
  /** Where the chapters that are finished stand, readable: `index.html` and its files. */
  readonly unfinishedFolder: string;
  /** Draws a chapter and adds it to the page. Chapters come in any order, one after the other. */
  add(section: Section): Promise<void>;
  /** Puts the complete report in the place of an earlier one. @param order Ids of the sections, as they stand in the report. */
  finish(cover: ReportCover, order: readonly string[]): Promise<WrittenReport>;
  /** Takes away what is there. */
  discard(): Promise<void>;
}

/** What is known of a report before its first chapter. */
export interface ReportOutline {
  readonly cover: ReportCover;
  /** Every section that is to come, as they stand in the report. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/**
 * Begins a report in `FOLDER.unfinished`, beside the folder where it belongs. Whatever ends the process, the chapters added before
 * stand there, with a word on what is missing; an earlier unfinished report is replaced.
 *
 * @throws RefractError `conflict` when one of the folders holds something else, `storage-full` or `unavailable` when it can't be
 * written; so do the writer's own functions.
 */
export async function openReportWriter(folder: string, outline: ReportOutline): Promise<ReportWriter> {
  const target = resolve(folder);
  const work = `${target}.unfinished`;
  await checkReportFolder(target);
  await checkReportFolder(work);
  const chapters = new Map<string, Chapter>();

  const attempt = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (cause) {
      throw writeFailure(folder, cause);
    }
  };
  const writePage = async (cover: ReportCover, order: readonly string[]) => {
    // a page that is cut off is worse than the one before it
    await writeFile(join(work, "index.html.new"), renderReport(cover, inOrder(chapters, order)));
    await rename(join(work, "index.html.new"), join(work, "index.html"));
  };
  const writeUnfinished = () => {
    const missing = outline.sections.filter(({ id }) => !chapters.has(id)).map(({ title }) => title);
    const unfinished = notice(
      "warning",
      `This report is not finished: ${chapters.size} of ${outline.sections.length} chapters are there. Missing: ${missing.join("; ")}.`,
    );
    return writePage(
      { ...outline.cover, notices: [unfinished, ...outline.cover.notices] },
      outline.sections.map(({ id }) => id),
    );
  };

  await attempt(async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await writeFile(join(work, "report.json"), `{\n "format": "${reportFormat}",\n "finished": false\n}\n`);
    await writeUnfinished();
  });

  const page = atMostEvery(pageEveryMs, () => attempt(writeUnfinished));

  return Object.freeze({
    unfinishedFolder: work,
    add: async (section: Section) => {
      if (chapters.has(section.id)) throw new Error(`report: two sections are named "${section.id}"`);
      const chapter = await drawChapter(section);
      chapters.set(section.id, chapter);
      await attempt(async () => {
        for (const [name, text] of chapterTexts(chapter)) {
          await mkdir(dirname(join(work, name)), { recursive: true });
          await writeFile(join(work, name), text);
        }
      });
      if (chapters.size < outline.sections.length) await page.soon();
    },
    finish: async (cover: ReportCover, order: readonly string[]) => {
      const complete = inOrder(chapters, order);
      const sections = complete.map(({ section }) => section);
      const document = { format: reportFormat, ...cover, sections };
      await page.stop();
      await attempt(async () => {
        await writePage(cover, order);
        await writeFile(join(work, "report.json"), `${JSON.stringify(document, null, 1)}\n`);
        await replace(target, work);
      });
      return {
        folder: target,
        files: [
          "index.html",
          "report.json",
          ...complete.flatMap((chapter) => chapterTexts(chapter).map(([name]) => name)),
        ],
        undrawn: complete.flatMap(({ undrawn }) => undrawn),
      };
    },
    discard: async () => {
      await page.stop().catch(() => undefined);
      await rm(work, { recursive: true, force: true });
    },
  });
}

/** Setting a page of many chapters takes time: those that come quickly share one. */
const pageEveryMs = 2_000;

/** Does something at once when it was not done lately, else a little later, and then once for all who asked. */
function atMostEvery(ms: number, act: () => Promise<void>) {
  let doneAt = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | null = null;
  let acting: Promise<void> = Promise.resolve();
  const now = () => {
    later = null;
    acting = acting.then(act).finally(() => {
      doneAt = performance.now();
    });
    return acting;
  };
  return {
    soon: async (): Promise<void> => {
      const wait = doneAt + ms - performance.now();
      if (wait <= 0 && later === null) return now();
      later ??= setTimeout(() => {
        // whoever stops is told of a failure
        now().catch(() => undefined);
      }, wait);
    },
    stop: (): Promise<void> => {
      if (later !== null) clearTimeout(later);
      later = null;
      return acting;
    },
  };
}

function inOrder(chapters: ReadonlyMap<string, Chapter>, order: readonly string[]): readonly Chapter[] {
  return order.flatMap((id) => chapters.get(id) ?? []);
}

/** The files of a chapter beside the page. */
function chapterTexts({ section, blocks }: Chapter): readonly (readonly [name: string, text: string])[] {
  return blocks.flatMap(({ block, csv, json, svg }): (readonly [string, string])[] => {
    const place = `${block.kind === "table" ? "tables" : "charts"}/${section.id}/${block.id}`;
    return block.kind === "table"
      ? [
          [`${place}.csv`, csv],
          [`${place}.json`, json],
        ]
      : [
          [`${place}.csv`, csv],
          [`${place}.svg`, withFont(svg ?? "")],
          [`${place}.spec.json`, `${JSON.stringify(block.spec, null, 1)}\n`],
        ];
  });
}

/** An earlier report is put aside, not deleted, until the new one stands in its place. */
async function replace(target: string, work: string): Promise<void> {
  const aside = `${work}.earlier`;
  const earlier = (await entriesOf(target)).length > 0;
  await rm(aside, { recursive: true, force: true });
  if (earlier) await rename(target, aside);
  else await rm(target, { recursive: true, force: true });
  try {
    await rename(work, target);
  } catch (cause) {
    if (earlier) await rename(aside, target);
    throw cause;
  }
  await rm(aside, { recursive: true, force: true });
}
