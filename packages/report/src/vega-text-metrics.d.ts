import "vega";

declare module "vega" {
  /** Exported by vega-scenegraph and missing from Vega's types: how wide a text is, for whoever draws without a canvas. */
  export const textMetrics: {
    width: (
      item: { readonly text?: unknown; readonly fontSize?: number; readonly limit?: number },
      text?: unknown,
    ) => number;
  };
}
