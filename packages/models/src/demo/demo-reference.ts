import { type ModelEntry, RefractError } from "@refract/core";
import type { DemoVoice } from "./voice.ts";
import { demoVoices } from "./voices/voices.ts";

/** What every demo model is called wherever it is shown. */
export const demoNotice = "scripted demonstration text, not a language model";

/** Voices for failure drills: they are never part of a pool. */
export const drillVoices = ["fails", "slow", "empty"] as const;
export type DrillVoice = (typeof drillVoices)[number];

const maximumVariant = 99;

export type DemoTarget =
  | { readonly kind: "voice"; readonly voice: DemoVoice; readonly variant: number }
  | { readonly kind: "drill"; readonly drill: DrillVoice };

/** Reads `plain`, `plain-2` or `fails`. Throws RefractError `invalid-input` with the list of voices. */
export function parseDemoReference(name: string): DemoTarget {
  const drill = drillVoices.find((id) => id === name);
  if (drill !== undefined) return { kind: "drill", drill };
  const [, id = name, number] = /^(.*?)(?:-(\d{1,2}))?$/.exec(name) ?? [];
  const voice = demoVoices.find((one) => one.id === id);
  const variant = number === undefined ? 1 : Number(number);
  const known =
    number === undefined || (variant >= 2 && variant <= maximumVariant && number === String(variant));
  if (voice !== undefined && known) return { kind: "voice", voice, variant };
  const voices = demoVoices.map((one) => one.id).join(", ");
  throw new RefractError(
    "invalid-input",
    `demo:${name}: unknown demo voice "${name}", expected one of ${voices} (each also with -2 to -${maximumVariant}), or a drill: ${drillVoices.join(", ")}`,
  );
}

/**
 * A pool of `count` different demo models, always the same for the same count: first every voice, then every
 * voice's second variant, and so on.
 */
export function demoPool(count: number): readonly ModelEntry[] {
  const largest = demoVoices.length * maximumVariant;
  if (!Number.isInteger(count) || count < 0 || count > largest) {
    throw new RangeError(`count: invalid value ${count}, expected a whole number from 0 to ${largest}`);
  }
  return Array.from({ length: count }, (_, index) => {
    const voice = demoVoices[index % demoVoices.length];
    const variant = Math.floor(index / demoVoices.length) + 1;
    const name = variant === 1 ? (voice?.id ?? "") : `${voice?.id}-${variant}`;
    return {
      id: `demo-${name}`,
      use: `demo:${name}`,
      description: {
        longName: `demo ${name}: ${voice?.title} (${demoNotice})`,
        shortName: `demo ${name}`,
        family: "demo",
        provider: "refract demo",
        kind: "Chat" as const,
      },
    };
  });
}
