import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's nursery at 4 MB a half. Left alone it grows with the rate of allocation to several times that, which thousands of short
 * answers a second drive to its most, although next to nothing of them stays. For a process that does nothing but ask.
 */
export function keepMemoryFlat(): void {
  setFlagsFromString("--max-semi-space-size=4");
  setFlagsFromString("--semi-space-growth-factor=1");
}
