import type { fromMarkdown } from "mdast-util-from-markdown";

type Root = ReturnType<typeof fromMarkdown>;

export type RootContent = Root["children"][number];
export type List = Extract<RootContent, { type: "list" }>;
export type ListItem = List["children"][number];
export type PhrasingContent = Extract<RootContent, { type: "paragraph" }>["children"][number];
export type Table = Extract<RootContent, { type: "table" }>;
