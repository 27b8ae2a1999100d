import { defineStagePage } from "../participant/stage-page.ts";

export const consentStagePage = defineStagePage({
  type: "consent",
  title: "stage.consent",
  load: () => import("./consent-page.tsx"),
});
