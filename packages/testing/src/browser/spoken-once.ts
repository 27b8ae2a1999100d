import type { Page } from "playwright-core";

/** What the keyboard stops at. */
const fieldRoles = new Set([
  "radio",
  "checkbox",
  "combobox",
  "textbox",
  "slider",
  "button",
  "link",
  "DisclosureTriangle",
]);

/** What a screen reader names on the way to a field in it; an article is not named then. */
const groupRoles = new Set(["group", "radiogroup", "region", "dialog", "form", "complementary"]);

/** Signs that only the eye needs. */
const signs = /^[+–−▸▾×]|[▸▾]$/u;

/**
 * Fails when a screen reader would say something twice on the page as it stands, or say what is for the eye alone: a field named as the group it is in, a
 * description that repeats its name, a message of an alert that describes a field as well, a sign before a name; and when a field has no name.
 *
 * @throws Error that names the elements
 */
export async function expectSpokenOnce(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send("Accessibility.enable");
    const { nodes } = await devtools.send("Accessibility.getFullAXTree");
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const textOf = (value: { readonly value?: unknown } | undefined) => String(value?.value ?? "").trim();
    const shown = nodes.filter((node) => !node.ignored);
    const roleOf = (node: (typeof nodes)[number]) => textOf(node.role);
    const above = (node: (typeof nodes)[number]) => {
      const found: (typeof nodes)[number][] = [];
      for (let at = node.parentId; at !== undefined; at = byId.get(at)?.parentId) {
        const parent = byId.get(at);
        if (parent !== undefined && !parent.ignored) found.push(parent);
      }
      return found;
    };
    const textsIn = (node: (typeof nodes)[number]): string[] =>
      (node.childIds ?? []).flatMap((id) => {
        const child = byId.get(id);
        if (child === undefined) return [];
        return roleOf(child) === "StaticText" ? [textOf(child.name)] : textsIn(child);
      });
    const alerts = shown.filter((node) => roleOf(node) === "alert").map((node) => textsIn(node).join(" "));
    const faults: string[] = [];
    for (const node of shown) {
      const role = roleOf(node);
      const name = textOf(node.name);
      const description = textOf(node.description);
      const what = `${role} “${name}”`;
      if (alerts.some((text) => text !== "" && description.includes(text)))
        faults.push(`${what} is described by an alert: “${description}”`);
      if (name !== "" && description !== "" && description.includes(name))
        faults.push(`${what} is described by its name: “${description}”`);
      if (!fieldRoles.has(role)) continue;
      if (name === "") faults.push(`a ${role} without a name`);
      if (signs.test(name)) faults.push(`${what} has a sign in its name`);
      const group = above(node).find((other) => groupRoles.has(roleOf(other)) && textOf(other.name) !== "");
      if (name !== "" && group !== undefined && textOf(group.name) === name)
        faults.push(`${what} is named as its ${roleOf(group)}`);
    }
    if (faults.length > 0) throw new Error(`said twice or wrongly on ${page.url()}:\n${faults.join("\n")}`);
  } finally {
    await devtools.detach();
  }
}
