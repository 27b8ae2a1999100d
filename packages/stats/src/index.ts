export { createRandom, deriveSeed, type Random, seedDigest, seedInteger } from "./random.ts";
