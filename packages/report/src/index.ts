export {
  type Block,
  type Chart,
  type ChartJson,
  type Notice,
  notice,
  type Paragraph,
  type Provenance,
  paragraph,
  type Report,
  type Section,
} from "./blocks.ts";
export { type Absent, absent, type Cell, isAbsent, numberCell } from "./cell.ts";
export { type Column, createTable, type Table, tableRecords } from "./table.ts";
