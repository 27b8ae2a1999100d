import { type Analysis, analyses } from "@refract/analyze";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

export function listAnalyses(terminal: Terminal): number {
  const document = analyses.map(({ id, title, description, source, citation, needs, embeds }) => ({
    id,
    title,
    description,
    source,
    citation,
    needs,
    embeds,
  }));
  const rows = analyses.map((analysis) => [analysis.id, analysis.title, needsOf(analysis), analysis.source]);
  terminal.result(document, table(["analysis", "title", "needs", "source"], rows));
  return exitCodes.ok;
}

function needsOf({ needs, embeds }: Analysis): string {
  return [...Object.keys(needs), ...(embeds ? ["embeddings"] : [])].join(", ");
}
