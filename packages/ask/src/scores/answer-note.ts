/** Something that whoever reads a model's score has to know of the answers behind it. */
export interface AnswerNote {
  /** What it is about, as the heading of a list of models: "Replies cut off by the limit on tokens". */
  readonly matter: string;
  /** A sentence without its full stop that begins with the model. */
  readonly text: string;
}
