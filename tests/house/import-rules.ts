import { posix } from "node:path";
import { importsOf } from "./imports-of.ts";
import { exportedEntries, type PackageManifest } from "./package-manifests.ts";

/** Imports only go down this list (ARCHITECTURE.md): a package may import those before it. */
export const packageOrder = [
  "stats",
  "core",
  "report",
  "models",
  "dataset",
  "store",
  "collect",
  "ask",
  "analyze",
  "align",
  "instruments",
  "server",
  "web",
  "cli",
  "testing",
] as const;

/** The pages run in a participant's browser: the words, and the contract with the server, nothing else. */
const webMayImport = ["@refract/core", "@refract/collect/browser"];

/** Packages that promise to run without a machine under them. */
const withoutNode = ["stats"];

/**
 * What breaks the house's rules in one file of a package.
 *
 * @param path from the repository's root: `packages/core/src/index.ts`
 * @param source the file's text
 * @param manifests of all packages and of the root
 * @returns a sentence each: `packages/core/src/x.ts line 3: …`
 */
export function importProblems(
  path: string,
  source: string,
  manifests: readonly PackageManifest[],
): readonly string[] {
  const name = path.split("/")[1] ?? "";
  const own = manifests.find((manifest) => manifest.folder === `packages/${name}`);
  const house = manifests.find((manifest) => manifest.folder === "");
  if (!own || !house) throw new Error(`${path}: no package.json for "packages/${name}"`);
  const test = isTestFile(path);
  const problems: string[] = [];
  for (const { specifier, line } of importsOf(path, source)) {
    const add = (problem: string) => problems.push(`${path} line ${line}: ${problem}`);
    if (specifier.startsWith(".")) {
      const target = posix.join(posix.dirname(path), specifier);
      if (!target.startsWith(`packages/${name}/`)) add(`"${specifier}" leaves the package`);
    } else if (specifier.startsWith("node:")) {
      if (withoutNode.includes(name) && !test)
        add(`${name} has to run without Node, but imports "${specifier}"`);
    } else {
      const wanted = packageName(specifier);
      if (wanted.startsWith("@refract/")) {
        const broken = directionProblem(name, specifier, manifests, test);
        if (broken) add(broken);
      }
      if (wanted !== own.name && !isDeclared(wanted, own, house, test)) {
        add(`"${wanted}" is not declared in packages/${name}/package.json`);
      }
    }
  }
  return problems;
}

/** Tests, and what only tests use: `*.test.ts`, `*.fixture.ts`, and files in a package's `test/` folder. */
function isTestFile(path: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(path) || /^packages\/[^/]+\/test\//.test(path);
}

function directionProblem(
  importer: string,
  specifier: string,
  manifests: readonly PackageManifest[],
  test: boolean,
): string | undefined {
  const wanted = packageName(specifier);
  const short = wanted.slice("@refract/".length);
  const target = manifests.find((manifest) => manifest.name === wanted);
  if (!target) return `there is no package "${wanted}"`;
  if (!exportedEntries(target).includes(`.${specifier.slice(wanted.length)}`)) {
    return `"${specifier}" is not an entry that ${wanted} exports`;
  }
  if (short === "testing") return test ? undefined : "product code imports @refract/testing";
  if (short === importer) return `the package imports itself by name`;
  if (importer === "web" && !test && !webMayImport.includes(specifier)) {
    return `web may import only ${webMayImport.join(" and ")}, not "${specifier}"`;
  }
  const order: readonly string[] = packageOrder;
  if (order.indexOf(short) === -1) return `"${short}" has no place in the order of packages`;
  return order.indexOf(short) < order.indexOf(importer) ? undefined : `${importer} may not import ${short}`;
}

/** Development packages count for tests, for the pages (bundled, never installed) and for testing itself. */
function isDeclared(wanted: string, own: PackageManifest, house: PackageManifest, test: boolean): boolean {
  if (wanted in own.dependencies || wanted in own.peerDependencies || wanted in own.optionalDependencies) {
    return true;
  }
  const bundledOrTesting = own.name === "@refract/web" || own.name === "@refract/testing";
  if ((test || bundledOrTesting) && wanted in own.devDependencies) return true;
  return test && wanted in house.devDependencies;
}

/** `@refract/collect/browser` is of the package `@refract/collect`, `zod/v4` of `zod`. */
function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
