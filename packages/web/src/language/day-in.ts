/** A day such as 2027-01-31 as people of a language write it; the same day wherever they are. */
export function dayIn(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
