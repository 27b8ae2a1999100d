import { defineStagePage } from "../participant/stage-page.ts";

export const endStagePage = defineStagePage({
  type: "end",
  title: "stage.end",
  load: () => import("./end-page.tsx"),
});
