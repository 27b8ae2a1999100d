import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { repositoryRoot } from "./repository-root.ts";
import { defineRequirement, type Requirement } from "./requirement.ts";

/**
 * A folder of published test data that is not part of the project: `$REFRACT_SHARED_DATA/NAME`, or
 * `../shared/data/NAME` beside the repository.
 *
 * @param name for example `prism`
 * @returns a requirement whose thing is the folder's absolute path
 */
export function sharedData(name: string): Requirement<string> {
  return sharedFolder(`the published data "${name}"`, name, {
    root: join("..", "shared", "data"),
    variable: "REFRACT_SHARED_DATA",
  });
}

/**
 * A folder of small inputs that failed, each with what is right: `$REFRACT_SHARED_CASES/NAME`, or `../shared/cases/NAME` beside the
 * repository.
 *
 * @param name for example `replies`
 * @returns a requirement whose thing is the folder's absolute path
 */
export function sharedCases(name: string): Requirement<string> {
  return sharedFolder(`the cases "${name}"`, name, {
    root: join("..", "shared", "cases"),
    variable: "REFRACT_SHARED_CASES",
  });
}

function sharedFolder(
  what: string,
  name: string,
  { root, variable }: { readonly root: string; readonly variable: string },
): Requirement<string> {
  return defineRequirement({
    name: what,
    find: async () => {
      const configured = process.env[variable];
      const folder = join(configured ? resolve(configured) : join(repositoryRoot(), root), name);
      if (existsSync(folder) && statSync(folder).isDirectory()) return { state: "found", thing: folder };
      return {
        state: "missing",
        reason: configured
          ? `${variable} has no folder "${name}"`
          : `no folder ${join(root, name)} beside the repository`,
        install: `put the files there, or set ${variable} to the folder that holds "${name}"`,
      };
    },
  });
}
