/** Gives a topic a short name from what is typical of it. */
export interface TopicNamer {
  /** What names the topics, for the report: a model's reference. */
  readonly name: string;
  /**
   * @param topic its most typical words and texts, most typical first
   * @returns two to four words
   * @throws RefractError when no name could be had; the topic then goes by its words
   */
  nameTopic(topic: { readonly words: readonly string[]; readonly texts: readonly string[] }): Promise<string>;
}
