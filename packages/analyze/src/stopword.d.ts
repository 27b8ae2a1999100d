/** As much of the package `stopword` as is used here; it brings no types. */
declare module "stopword" {
  /** Words that say little of what a text is about, of languages that are not written in Latin letters. */
  export const ara: readonly string[];
  export const ben: readonly string[];
  export const ell: readonly string[];
  export const fas: readonly string[];
  export const heb: readonly string[];
  export const hin: readonly string[];
  export const hye: readonly string[];
  export const mar: readonly string[];
  export const rus: readonly string[];
  export const ukr: readonly string[];
  export const urd: readonly string[];
}
