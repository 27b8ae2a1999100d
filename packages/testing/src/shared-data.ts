import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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
  return defineRequirement({
    name: `the published data "${name}"`,
    find: async () => {
      const configured = process.env.REFRACT_SHARED_DATA;
      const root = configured ? resolve(configured) : join(dirname(repositoryRoot()), "shared", "data");
      const folder = join(root, name);
      if (existsSync(folder) && statSync(folder).isDirectory()) return { state: "found", thing: folder };
      return {
        state: "missing",
        reason: configured
          ? `REFRACT_SHARED_DATA has no folder "${name}"`
          : `no folder ../shared/data/${name} beside the repository`,
        install: `put the files there, or set REFRACT_SHARED_DATA to the folder that holds "${name}"`,
      };
    },
  });
}
