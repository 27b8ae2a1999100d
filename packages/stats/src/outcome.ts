/**
 * A result that says what it lacks. `problem` is null when all is well, and then every figure is there; else it is a
 * sentence, and the figures that could not be computed are null.
 */
export type Outcome<Fields, Figures extends keyof Fields> =
  | (Fields & { readonly problem: null })
  | ({ readonly [Name in keyof Fields]: Name extends Figures ? Fields[Name] | null : Fields[Name] } & {
      readonly problem: string;
    });
