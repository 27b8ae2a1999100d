/** Hands out the release's public ids, `user0`, `c0`, `int0`, `ut0`, in the order asked. */
export interface ReleaseIds {
  readonly user: () => string;
  readonly conversation: () => string;
  readonly interaction: () => string;
  readonly utterance: () => string;
}

export function createReleaseIds(): ReleaseIds {
  return {
    user: counted("user"),
    conversation: counted("c"),
    interaction: counted("int"),
    utterance: counted("ut"),
  };
}

function counted(prefix: string): () => string {
  let next = 0;
  return () => {
    const id = `${prefix}${next}`;
    next += 1;
    return id;
  };
}
