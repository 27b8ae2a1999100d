import { barChart, type Chart, treemap, worldMap } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import { missingLevel } from "../../groups/people-view.ts";
import type { Demographic } from "./people-tables.ts";
import type { CountryCount, Places } from "./places.ts";

export function demographicCharts(found: readonly Demographic[], people: number): readonly Chart[] {
  return found
    .filter(({ counts }) => counts.some(({ level }) => level !== missingLevel))
    .map(({ column, title, counts, isOwn }, place) =>
      barChart({
        // a reader's column may have any name, and that of another block of the chapter
        id: isOwn
          ? `summary-attribute-${place + 1}-${column.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`
          : `summary-${column.replaceAll("_", "-")}`,
        title,
        caption: `${title} of all people of the survey, most often: ${counts
          .toSorted((one, other) => other.share - one.share)
          .slice(0, 3)
          .map(({ level, share }) => `${level} ${(100 * share).toFixed(1)} %`)
          .join(", ")}${counts.length > 3 ? " …" : "."}`,
        method: "share of all people of the survey",
        n: counted(people, "person", "people"),
        data: counts.map(({ level, weight, share }) => ({ level, people: weight, share })),
        category: { field: "level", title },
        value: { field: "share", title: "Share of people", format: ".0%" },
      }),
    );
}

export function placeCharts(places: Places): readonly Chart[] {
  return [
    ...mapOf("born", "Countries of birth", places.bornByCode),
    ...mapOf("reside", "Countries of residence", places.resideByCode),
    ...treeOf(places),
  ];
}

function mapOf(id: string, title: string, counts: readonly CountryCount[]): readonly Chart[] {
  const known = counts.flatMap(({ country, numeric, people }) =>
    numeric === null || people < 1 ? [] : [{ country, numeric, people }],
  );
  const [most] = known;
  if (most === undefined) return [];
  return [
    worldMap({
      id: `summary-map-${id}`,
      title,
      caption: `People by country on a logarithmic scale; most are from ${most.country} (${most.people.toLocaleString("en")}). States too small for the map are in the table.`,
      method: "number of people by ISO 3166 code",
      n: `${counted(
        known.reduce((sum, { people }) => sum + people, 0),
        "person",
        "people",
      )}, ${counted(known.length, "country", "countries")}`,
      data: known,
      country: "numeric",
      value: { field: "people", title: "People", format: "d" },
      logarithmic: true,
    }),
  ];
}

function treeOf({ tree }: Places): readonly Chart[] {
  if (tree.length === 0) return [];
  return [
    treemap({
      id: "summary-treemap",
      title: "Regions and countries of birth",
      caption: "Areas are numbers of people: countries within sub-regions within regions of birth.",
      method: "number of people by country of birth, without Prefer not to say",
      n: counted(
        tree.reduce((sum, { people }) => sum + people, 0),
        "person",
        "people",
      ),
      data: tree,
      levels: ["region", "subregion", "country"],
      value: "people",
    }),
  ];
}
