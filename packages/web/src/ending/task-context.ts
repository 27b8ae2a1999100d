import type { PanelTask } from "@refract/collect/browser";
import { createContext } from "react";

/** The panel's task that this very page was opened for; it is newer than what the server keeps of an earlier visit. */
export const TaskContext = createContext<PanelTask | null>(null);
