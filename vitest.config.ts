import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests talk to servers of their own on this machine: a proxy of the shell must not come between. The one for
// installing a missing browser or database is put aside (packages/testing, debian-package.ts).
const proxyNames = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "node_use_env_proxy"];
for (const [name, value] of Object.entries(process.env)) {
  if (!proxyNames.includes(name.toLowerCase())) continue;
  if (name.toLowerCase() === "https_proxy" || name.toLowerCase() === "http_proxy") {
    process.env.REFRACT_PROXY ??= value;
  }
  delete process.env[name];
}
process.env.TZ = "UTC";

// Many tests wait for servers and databases: with one core kept free, two cores would stand half idle.
const maxWorkers = Math.max(2, availableParallelism() - 1);

const shared = {
  pool: "forks",
  retry: 0,
  // Limits are for what hangs, not for what is slow: a busy machine takes many times as long.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
  maxWorkers,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "packages",
          include: ["packages/*/src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // whole servers, browsers, kills: after the quick ones, with longer limits
        test: {
          ...shared,
          name: "whole",
          include: ["tests/**/*.test.ts"],
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
