import { createEmbedder } from "@refract/models";

/** The reference of a report with embeddings: a hundred texts of 330 letters, the mean length of simulated responses, in its threads. */
using embedder = createEmbedder("default", { env: process.env, cacheFolder: null });
const words = "asking people and language models the same things to see whose values a model serves ".repeat(
  4,
);
await embedder.embed(Array.from({ length: 100 }, (_, place) => `${place} ${words}`.slice(0, 330)));
