import type { Item } from "./item.ts";
import type { ParsedResponse, ScoringMode } from "./presentation.ts";

/** One condition an item runs under. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A stored response with its parse, as scoring sees it. */
export interface ScoredRow {
  readonly item: Item;
  readonly variant: Variant;
  readonly repeat: number;
  readonly respondent: string;
  readonly mode: ScoringMode;
  /** The raw reply; empty when there was none. */
  readonly reply: string;
  readonly parsed: ParsedResponse;
  /** All turns of a conversation with their own readings, the last of which is `parsed`; absent where one call was made. */
  readonly turns?: readonly ReadTurn[];
}

/** One turn of a conversation with a model. */
export interface ReadTurn {
  readonly reply: string;
  readonly parsed: ParsedResponse;
}
