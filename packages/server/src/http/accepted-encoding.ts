/**
 * Whether an `Accept-Encoding` header (RFC 9110, section 12.5.3) takes a coding, `gzip` or `br`; a coding with `q=0` is refused,
 * `*` stands for all that are not named.
 */
export function acceptsEncoding(header: string | undefined, coding: string): boolean {
  const weights = new Map(
    (header ?? "").split(",").map((part): [string, number] => {
      const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
}
