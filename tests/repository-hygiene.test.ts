import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { repositoryRoot } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { typeEscapes } from "./house/code-shape.ts";
import { headingAnchors, relativeLinks } from "./house/markdown-links.ts";
import { allDependencies, packageManifests } from "./house/package-manifests.ts";
import { isCode, readRepositoryFile, repositoryFiles } from "./house/repository-files.ts";

const files = repositoryFiles();
const code = files.filter(isCode);
const texts = files.filter((path) =>
  /\.(ts|tsx|mts|mjs|js|json|md|ya?ml|css|html|txt|cff|svg)$|(^|\/)[^.]+$|rc$/.test(path),
);
const manifests = packageManifests();

/** Longer than one concept should need, each with the reason why it is one all the same. */
const longFiles: Readonly<Record<string, string>> = {};
const mostLines = { code: 400, tests: 700 };

/** Lines of all texts that a pattern finds, as `path line n: …`. */
function linesWith(pattern: RegExp, paths: readonly string[] = texts): readonly string[] {
  return paths.flatMap((path) =>
    readRepositoryFile(path)
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path} line ${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}

describe("no file", () => {
  // The words are put together so that this file does not find itself.
  test("names the host of a package registry", () => {
    const hosts = [
      ["registry", "npmjs"],
      ["registry", "yarnpkg"],
      ["registry", "npmmirror"],
      ["npm", "pkg"],
    ];
    expect(linesWith(new RegExp(hosts.map((parts) => parts.join("\\.")).join("|")))).toEqual([]);
  });

  test("names a folder of somebody's machine, but for the made-up Ada's", () => {
    const folders = ["work", "root", "home/(?!ada)[a-z]", "Users/[A-Za-z]", "tmp/[a-z]"].join("|");
    expect(linesWith(new RegExp(`(^|[\\s"'\`(=:])/(${folders})[\\w-]*(/|["'\`\\s)]|$)`))).toEqual([]);
  });

  test("leaves work for later", () => {
    expect(linesWith(new RegExp(`\\b(${["TO", "DO"].join("")}|${["FIX", "ME"].join("")})\\b`))).toEqual([]);
  });
});

describe("code", () => {
  test("has no way round the type checker", () => {
    const typed = code.filter((path) => /\.tsx?$/.test(path));
    expect(typed.flatMap((path) => typeEscapes(path, readRepositoryFile(path)))).toEqual([]);
  });

  test("comes in files of at most 400 lines, tests of 700, or says here why not", () => {
    const long = code.filter((path) => {
      const most = /\.test\.\w+$|^packages\/[^/]+\/test\//.test(path) ? mostLines.tests : mostLines.code;
      return readRepositoryFile(path).split("\n").length > most + 1;
    });
    expect(long.filter((path) => longFiles[path] === undefined)).toEqual([]);
    expect(Object.keys(longFiles).filter((path) => !long.includes(path))).toEqual([]);
  });

  test("has file names of full words in kebab-case", () => {
    const nameOf = (path: string) => posix.basename(path).replace(/(\.(test|fixture|config|d))?\.\w+$/, "");
    expect(code.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(nameOf(path)))).toEqual([]);
    expect(code.filter((path) => /^(utils?|helpers?|common|misc|manager)$/.test(nameOf(path)))).toEqual([]);
  });

  test("shows its ways round the checker to this test", () => {
    const excused =
      "// biome-ignore lint/suspicious/noExplicitAny: an interface of another package\nlet x: any;\n";
    expect(typeEscapes("made.ts", excused)).toEqual([]);
    const source = "const a: any = b!;\n// @ts-ignore\nconst c = d as unknown as string;";
    expect(typeEscapes("made.ts", source)).toEqual([
      "made.ts line 1: any",
      "made.ts line 1: an exclamation mark instead of a check",
      "made.ts line 3: a cast of a cast",
      "made.ts line 2: a comment that switches the checker off",
    ]);
  });
});

describe("every package", () => {
  const packages = manifests.filter((manifest) => manifest.folder !== "");

  test("has its place in ARCHITECTURE.md", () => {
    const map = readRepositoryFile("ARCHITECTURE.md");
    expect(
      packages.map(({ folder }) => folder.slice(9)).filter((name) => !map.includes(`\`${name}\``)),
    ).toEqual([]);
  });

  test("pins what it depends on to one version", () => {
    const loose = manifests.flatMap((manifest) =>
      Object.entries(allDependencies(manifest))
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
        .map(([name, version]) => `${manifest.name}: ${name}@${version}`),
    );
    expect(loose).toEqual([]);
  });

  test("depends on nothing without a line of reason in docs/dependencies.md, which has no other lines", () => {
    const listed = [...readRepositoryFile("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|/gm)].map(
      (match) => match[1],
    );
    const needed = manifests
      .flatMap((manifest) => Object.keys(allDependencies(manifest)))
      .filter((name) => !name.startsWith("@refract/"));
    expect([...new Set(listed)].toSorted()).toEqual([...new Set(needed)].toSorted());
  });

  test("means the same in package-lock.json, which names no address to fetch from", () => {
    const lockSchema = z.object({
      packages: z.record(
        z.string(),
        z.object({
          resolved: z.string().optional(),
          dependencies: z.record(z.string(), z.string()).default({}),
          devDependencies: z.record(z.string(), z.string()).default({}),
        }),
      ),
    });
    const lock = lockSchema.parse(JSON.parse(readRepositoryFile("package-lock.json")));
    for (const { folder, dependencies, devDependencies } of manifests) {
      const entry = lock.packages[folder];
      expect({ folder, dependencies, devDependencies }).toEqual({
        folder,
        dependencies: entry?.dependencies,
        devDependencies: entry?.devDependencies,
      });
    }
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved?.includes("://"))).toEqual([]);
  });
});

describe("documents", () => {
  const documents = files.filter((path) => path.endsWith(".md"));

  test("link only to what is there", () => {
    const broken = documents.flatMap((path) =>
      relativeLinks(readRepositoryFile(path)).flatMap(({ target, anchor, line }) => {
        const place = `${path} line ${line}: ${target}${anchor && `#${anchor}`}`;
        const file = target === "" ? path : posix.normalize(posix.join(posix.dirname(path), target));
        if (file.startsWith("..") || !existsSync(join(repositoryRoot(), file))) return [place];
        if (anchor === "" || !file.endsWith(".md")) return [];
        return headingAnchors(readRepositoryFile(file)).includes(anchor) ? [] : [place];
      }),
    );
    expect(broken).toEqual([]);
  });

  test("show their links and headings to this test", () => {
    const text =
      "# Own Heading, twice\n[a](b/c.md#d) `[no](x)`\n```\n[no](y)\n```\n[out](https://example.org)\n[e]: f.png";
    expect(relativeLinks(text)).toEqual([
      { target: "b/c.md", anchor: "d", line: 2 },
      { target: "f.png", anchor: "", line: 7 },
    ]);
    expect(headingAnchors(text)).toEqual(["own-heading-twice"]);
  });
});
