import { levels } from "@refract/dataset";
import { createTable, type Table } from "@refract/report";
import * as z from "zod";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { missingLevel } from "../../groups/people-view.ts";
import { type LevelCounts, levelCounts } from "./level-counts.ts";

/** People of one country of birth or residence. */
export interface CountryCount {
  readonly country: string;
  /** ISO 3166 numeric, three digits; null for no country. */
  readonly numeric: string | null;
  readonly people: number;
}

export interface Places {
  readonly born: LevelCounts | null;
  readonly reside: LevelCounts | null;
  /** By ISO code, for maps; none when the survey has no codes. */
  readonly bornByCode: readonly CountryCount[];
  readonly resideByCode: readonly CountryCount[];
  /** Countries of birth in their regions. */
  readonly tree: readonly {
    readonly region: string;
    readonly subregion: string;
    readonly country: string;
    readonly people: number;
  }[];
}

export async function loadPlaces(data: AnalysisData): Promise<Places> {
  const there = data.columns("participants");
  const byCode = (kind: "birth" | "reside") => countryCounts(data, kind);
  const treeColumns = ["location_special_region", "location_birth_subregion", "location_birth_country"];
  return {
    born: await levelCounts(data, "participants", "location_birth_country"),
    reside: await levelCounts(data, "participants", "location_reside_country"),
    bornByCode: await byCode("birth"),
    resideByCode: await byCode("reside"),
    tree: treeColumns.every((column) => there.includes(column))
      ? await data.rows(
          `SELECT CAST(location_special_region AS VARCHAR) AS region, coalesce(CAST(location_birth_subregion AS VARCHAR), '${missingLevel}') AS subregion,
            CAST(location_birth_country AS VARCHAR) AS country, count(*) AS people
          FROM participants WHERE location_special_region IS NOT NULL AND location_birth_country IS NOT NULL
            AND CAST(location_birth_country AS VARCHAR) <> '${levels.preferNotToSay}'
          GROUP BY ALL ORDER BY people DESC, country`,
          z.object({ region: z.string(), subregion: z.string(), country: z.string(), people: z.number() }),
        )
      : [],
  };
}

async function countryCounts(data: AnalysisData, kind: "birth" | "reside"): Promise<readonly CountryCount[]> {
  const [code, name] = [`location_${kind}_countryISO`, `location_${kind}_country`];
  const there = data.columns("participants");
  if (!there.includes(code)) return [];
  const rows = await data.rows(
    `SELECT CAST("${code}" AS VARCHAR) AS code, ${there.includes(name) ? `any_value(CAST("${name}" AS VARCHAR))` : `CAST("${code}" AS VARCHAR)`} AS country, count(*) AS people
    FROM participants WHERE "${code}" IS NOT NULL GROUP BY code ORDER BY people DESC, code`,
    z.object({ code: z.string(), country: z.string().nullable(), people: z.number() }),
  );
  const { default: countries } = await import("i18n-iso-countries");
  return rows.map((row) => ({
    country: row.country ?? row.code,
    numeric: countries.alpha3ToNumeric(row.code) ?? null,
    people: row.people,
  }));
}

/** Countries of birth and residence side by side; null when the survey has neither. */
export function countryTable({ born, reside }: Places, people: number): Table | null {
  if (born === null && reside === null) return null;
  const last = [levels.preferNotToSay, missingLevel];
  const names = [...new Set([...(born ?? []), ...(reside ?? [])].map(({ level }) => level))];
  const ordered = [
    ...names.filter((name) => !last.includes(name)),
    ...last.filter((name) => names.includes(name)),
  ];
  const cells = (counts: LevelCounts | null, name: string) => {
    if (counts === null) return [{ absent: "not asked" }, { absent: "not asked" }];
    const own = counts.find(({ level }) => level === name);
    return [own?.weight ?? 0, own?.share ?? 0];
  };
  return createTable({
    id: "summary-countries",
    title: "Countries of birth and residence",
    caption: `Born in ${different(born)} countries, living in ${different(reside)} (without Prefer not to say); the most frequent countries of birth first.`,
    n: counted(people, "person", "people"),
    columns: [
      { name: "country", title: "Country", kind: "text" },
      { name: "born", title: "Born", kind: "integer" },
      { name: "born_share", title: "Share", kind: "percent" },
      { name: "reside", title: "Living", kind: "integer" },
      { name: "reside_share", title: "Share", kind: "percent" },
    ],
    rows: ordered.map((name) => [name, ...cells(born, name), ...cells(reside, name)]),
    shown: 100,
  });
}

function different(counts: LevelCounts | null): string {
  if (counts === null) return "unknown";
  const last: readonly string[] = [levels.preferNotToSay, missingLevel];
  return String(counts.filter(({ level }) => !last.includes(level)).length);
}
