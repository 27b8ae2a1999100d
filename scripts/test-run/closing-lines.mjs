/**
 * How a test run ends: skipped tests with their reasons, what failed, and alone on the last line the counts.
 *
 * @param {{ passed: number, failed: number, skipped: { name: string, reason: string }[], failures: string[] }} summary
 * @returns {string}
 */
export function closingLines({ passed, failed, skipped, failures }) {
  const lines = [
    ...skipped.map(({ name, reason }) => `skipped: ${name}\n  ${reason}`),
    ...failures.map((name) => `failed: ${name}`),
    `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`,
  ];
  return lines.join("\n");
}
