import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { canInstallDebianPackages, installDebianPackages } from "../debian-package.ts";
import { defineRequirement, type Requirement } from "../requirement.ts";

const programNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, "Google", "Chrome", "Application", "chrome.exe"),
      join(folder, "Chromium", "Application", "chrome.exe"),
      join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
};

const installCommands: Partial<Record<NodeJS.Platform, string>> = {
  linux: "apt-get install chromium (or set REFRACT_CHROMIUM to its path)",
  darwin: "brew install --cask chromium (or set REFRACT_CHROMIUM to its path)",
  win32: "winget install Google.Chrome (or set REFRACT_CHROMIUM to its path)",
};

/** The path of a Chromium or Chrome: `REFRACT_CHROMIUM`, else in PATH, else where the system puts it. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const configured = environment.REFRACT_CHROMIUM;
  if (configured) return isProgram(configured) ? configured : undefined;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const inPath = folders.flatMap((folder) => programNames.map((name) => join(folder, name + suffix)));
  return [...inPath, ...(usualPlaces[process.platform] ?? [])].find(isProgram);
}

/** Chromium for browser tests, installed from Debian's packages when the tests run as root. */
export const chromium: Requirement<string> = defineRequirement({
  name: "Chromium",
  find: async () => {
    const install = installCommands[process.platform] ?? "see chromium.org (then set REFRACT_CHROMIUM)";
    const configured = process.env.REFRACT_CHROMIUM;
    const there = findChromium();
    if (there) return { state: "found", thing: there };
    if (configured) {
      return { state: "missing", reason: `REFRACT_CHROMIUM names no program: "${configured}"`, install };
    }
    if (!canInstallDebianPackages()) return { state: "missing", reason: "not found in PATH", install };
    const problem = await installDebianPackages(["chromium"], () => findChromium() !== undefined);
    const installed = findChromium();
    if (installed) return { state: "found", thing: installed };
    return { state: "missing", reason: `apt could not install it: ${problem ?? "no reason given"}`, install };
  },
});

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
