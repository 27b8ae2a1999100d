/** As much of the package `stopword` as is used here; it brings no types. */
declare module "stopword" {
  /** English words that say little of what a text is about. */
  export const eng: readonly string[];
}
