/** A small table of an instrument's own; numbers or the reason for their absence. */
export interface Summary {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly {
    readonly name: string;
    readonly title: string;
    readonly kind: "text" | "integer" | "number" | "percent";
  }[];
  readonly rows: readonly (readonly (string | number | { readonly absent: string })[])[];
}
