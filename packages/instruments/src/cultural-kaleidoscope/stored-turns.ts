import * as z from "zod";

const turnsSchema = z.array(z.object({ reply: z.string() }));

/** The replies of a stored conversation in order; none for a single question. */
export function turnsOf(text: string): readonly string[] {
  if (text === "") return [];
  const parsed = turnsSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.map(({ reply }) => reply) : [];
}
