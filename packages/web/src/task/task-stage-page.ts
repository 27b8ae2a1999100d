import { defineStagePage } from "../participant/stage-page.ts";

export const taskStagePage = defineStagePage({
  type: "task",
  title: "stage.task",
  load: () => import("./task-page.tsx"),
});
