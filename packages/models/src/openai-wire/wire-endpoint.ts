/** Where a model is served in the OpenAI wire format. */
export interface WireEndpoint {
  readonly reference: string;
  readonly account: string;
  /** Ends before `/chat/completions` and `/embeddings`; no slash at its end. */
  readonly baseUrl: string;
  /** The name the server knows the model by. */
  readonly model: string;
  readonly key: string | null;
  /** Named in the message when the key is refused. */
  readonly keyHint: string;
}
