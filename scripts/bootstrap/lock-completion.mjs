/**
 * A package registry that copies another may lack packages for other platforms; a lock file made from it then names
 * optional parts it has no entry for, and `npm ci` refuses it everywhere. This gives each its entry: version and
 * platform, as the packages' names say them, without a checksum.
 *
 * @param {{ packages: Record<string, any> }} lock the parsed package-lock.json; it is not changed
 * @returns {{ lock: object, added: string[] }} the completed copy and the added packages, `name@version`
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const target = `node_modules/${name}`;
      if (packages[target] || packages[`${path}/${target}`]) continue;
      const platform = platformInName(name);
      if (!platform || !/^\d+\.\d+\.\d+[-.\w]*$/.test(version)) continue;
      packages[target] = {
        version,
        ...(platform.cpu && { cpu: [platform.cpu] }),
        ...(entry.dev && { dev: true }),
        ...(platform.libc && { libc: [platform.libc] }),
        ...(entry.license && { license: entry.license }),
        optional: true,
        os: [platform.os],
      };
      added.push(`${name}@${version}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { lock: { ...lock, packages: sorted }, added };
}

const systems = "android|darwin|freebsd|linux|openharmony|win32";
const processors = "arm64|arm|ia32|ppc64|riscv64|s390x|x64";
const inName = new RegExp(`[-/](${systems})-(${processors})(?:-(gnu|musl|msvc|eabi|gnueabihf|musleabihf))?$`);

/** The platform a part's name ends with: `@x/y-linux-arm64-musl` is Linux, arm64, musl. */
export function platformInName(name) {
  const match = inName.exec(name);
  if (!match) return undefined;
  const [, os, cpu, variant = "gnu"] = match;
  return { os, cpu, libc: os === "linux" ? (variant.startsWith("musl") ? "musl" : "glibc") : undefined };
}
