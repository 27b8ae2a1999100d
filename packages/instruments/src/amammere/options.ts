import * as z from "zod";

export const versionIds = ["unspecified", "ghana", "us"] as const;
export type VersionId = (typeof versionIds)[number];

export const amammereOptions = z.strictObject({
  /** Whether options are shuffled by the seed or shown in the order of the data. */
  shuffle: z.boolean().default(true),
  /** The end of an ID, or a value of `Country`, to the version it stands for: {"NEUTRAL":"unspecified"}. */
  versions: z.record(z.string(), z.enum(versionIds)).default({}),
});
export type AmammereOptions = z.output<typeof amammereOptions>;
