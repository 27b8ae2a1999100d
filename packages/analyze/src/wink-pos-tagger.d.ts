/** As much of the package `wink-pos-tagger` as is used here; it brings no types. */
declare module "wink-pos-tagger" {
  interface TaggedToken {
    readonly value: string;
    readonly normal: string;
    /** Penn Treebank tag: `JJ` is an adjective. */
    readonly pos: string;
  }
  function createTagger(): { tagSentence(text: string): readonly TaggedToken[] };
  export = createTagger;
}
