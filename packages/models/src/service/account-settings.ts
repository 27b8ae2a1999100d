import * as z from "zod";

/** What a models.yaml may say of an account. */
export const accountSettingsSchema = z.strictObject({
  callsAtATime: z.int().min(1).max(10_000).describe("Calls at a time: at the start, and at most."),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

/**
 * The settings for an account (`openai`, `http/gpu-1.lab:8000`). They are kept under the provider's name, or under an address as
 * models are named by it; the more exact one counts.
 */
export function settingsOf(
  settings: Readonly<Record<string, AccountSettings>>,
  account: string,
): AccountSettings | undefined {
  const entries = Object.entries(settings).map(([name, value]) => [accountNamed(name), value] as const);
  const provider = account.split("/")[0] ?? account;
  return (entries.find(([name]) => name === account) ?? entries.find(([name]) => name === provider))?.[1];
}

function accountNamed(name: string): string {
  const url = /^https?:\/\//.test(name) ? URL.parse(name) : null;
  return url === null ? name : `http/${url.host}`;
}
