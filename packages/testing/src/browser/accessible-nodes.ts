import type { Page } from "playwright-core";

/** What a screen reader is told of one element. */
export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  /** ARIA's states and properties as Chromium reckons them, such as `required`, `invalid` and `valuetext`. */
  readonly properties: ReadonlyMap<string, unknown>;
}

/** Chromium's accessibility tree, without what it leaves out, in the order of the page. */
export async function accessibleNodes(page: Page): Promise<readonly AccessibleNode[]> {
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send("Accessibility.enable");
    const { nodes } = await devtools.send("Accessibility.getFullAXTree");
    return nodes
      .filter((node) => !node.ignored)
      .map((node) => ({
        role: String(node.role?.value ?? ""),
        name: String(node.name?.value ?? ""),
        description: String(node.description?.value ?? ""),
        properties: new Map((node.properties ?? []).map(({ name, value }) => [name, value.value])),
      }));
  } finally {
    await devtools.detach();
  }
}
