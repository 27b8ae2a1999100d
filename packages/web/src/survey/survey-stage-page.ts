import { defineStagePage } from "../participant/stage-page.ts";

export const surveyStagePage = defineStagePage({
  type: "survey",
  title: "stage.survey",
  load: () => import("./survey-page.tsx"),
});
