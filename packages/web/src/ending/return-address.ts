/** The panel's address if it is a web address, else null: a study file never makes a page run something. */
export function safeReturnAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
