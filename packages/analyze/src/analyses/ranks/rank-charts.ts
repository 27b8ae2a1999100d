import type { Chart } from "@refract/report";
import type { RankFindings } from "./rank-tables.ts";

export function rankCharts(_findings: RankFindings): readonly Chart[] {
  return [];
}
