import type { Manifest } from "../manifest/manifest.ts";
import { type ReleaseFileName, releaseFileNames } from "../prism-release/release-files.ts";
import type { ReleaseFolder } from "./release-folder.ts";
import type { ReleaseRules } from "./release-rules.ts";
import type { ViolationLog } from "./violation.ts";

/** Reports files of the release that are missing, empty or under another name. */
export function checkFileNames(
  folder: ReleaseFolder,
  manifest: Manifest | null,
  rules: ReleaseRules,
  notes: string[],
  log: ViolationLog,
): void {
  for (const name of releaseFileNames) {
    const file = folder.release.get(name);
    if (file === undefined) {
      const alike = similarFile(name, folder);
      const at = { kind: "file", file: alike ?? name, line: null, field: "" } as const;
      if (alike !== null) log.add({ ...at, problem: "a file under another name", expectation: name });
      else if (name === "models.jsonl" && rules.form === "published") {
        notes.push("models.jsonl is not there: model names were not checked");
      } else if (name === "survey.jsonl" && rules.form === "study") {
        notes.push("survey.jsonl is not there: participants were not checked");
      } else log.add({ ...at, expectation: "the file" });
      continue;
    }
    const rows = manifest?.files.find((entry) => entry.name === file.name)?.rows;
    if (file.bytes === 0 && rows !== 0) {
      const problem = "the file is empty";
      log.add({
        kind: "file",
        file: file.name,
        line: null,
        field: "",
        problem,
        expectation: "at least one record",
      });
    }
  }
}

/** A file whose name is meant to be `name`: other letters' case, another ending, one or two slips. */
function similarFile(name: ReleaseFileName, folder: ReleaseFolder): string | null {
  const stem = name.replace(/\.jsonl$/, "");
  const known = new Set<string>([...releaseFileNames, "metadata/metadata.jsonl"]);
  for (const candidate of folder.files.keys()) {
    if (known.has(candidate) || !/\.(jsonl?|ndjson|txt|json\.gz|jsonl\.gz)$/i.test(candidate)) continue;
    const own = (candidate.split("/").at(-1) ?? "")
      .toLowerCase()
      .replace(/\.(jsonl?|ndjson|txt)(\.gz)?$/, "");
    if (distance(own, stem) <= 2) return candidate;
  }
  return null;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + same,
        ),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
