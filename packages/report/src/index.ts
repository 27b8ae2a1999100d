export {
  type Block,
  type Chart,
  type ChartJson,
  type Headline,
  type MainFinding,
  type Notice,
  notice,
  type Paragraph,
  type Provenance,
  paragraph,
  type Report,
  type ReportCover,
  type Section,
} from "./blocks.ts";
export { type Absent, absent, type Cell, isAbsent, numberCell } from "./cell.ts";
export { type BarChartOptions, barChart } from "./charts/bar-chart.ts";
export { type BoxSummaryOptions, boxSummary } from "./charts/box-summary.ts";
export type { ChartFacts, ChartField, ChartRow } from "./charts/chart-parts.ts";
export type { Facet } from "./charts/facets.ts";
export { type HeatmapOptions, heatmap } from "./charts/heatmap.ts";
export { type HistogramChartOptions, histogramChart } from "./charts/histogram-chart.ts";
export { type IntervalPlotOptions, intervalPlot } from "./charts/interval-plot.ts";
export { type LineChartOptions, lineChart } from "./charts/line-chart.ts";
export { type RankMovesOptions, rankMoves } from "./charts/rank-moves.ts";
export { type ScatterPlotOptions, scatterPlot } from "./charts/scatter-plot.ts";
export { type TreemapOptions, treemap } from "./charts/treemap.ts";
export { type WorldMapOptions, worldMap } from "./charts/world-map.ts";

export { leadingText, type Ranked } from "./leading-text.ts";
export { prepareDrawing } from "./render-chart.ts";
export { checkReportFolder } from "./report-folder.ts";
export {
  openReportWriter,
  type ReportOutline,
  type ReportWriter,
  type WrittenReport,
} from "./report-writer.ts";
export { type Column, createTable, type Table, tableRecords } from "./table.ts";
export { withheldText } from "./withheld-groups.ts";
export { writeReport } from "./write-report.ts";
