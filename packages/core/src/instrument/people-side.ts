import type { JsonValue, MissingReason } from "../missing.ts";
import type { Item } from "./item.ts";
import type { LoadedItems, RecordFiles } from "./record-files.ts";
import type { ScoredRow } from "./scored-row.ts";
import type { Summary } from "./summary.ts";

/** How people are given an instrument's items, where they are not shown what a model is sent. */
export interface PeopleSide<Options> {
  /**
   * Reads items that are for people alone, such as models' replies to be labelled. Without it people are given what `Instrument.load` reads.
   * RefractError when no item can be read.
   */
  load?(files: RecordFiles, options: Options): Promise<LoadedItems>;
  /** Variants whose condition this item shows a person; answers are held against models under these and no others. */
  conditions(item: Item, options: Options): readonly string[];
  /** What a prompt tells models beside the item and people have to know too, in the item's language; null for nothing. */
  guidance?(item: Item, options: Options): string | null;
  /** Whether choices keep the order of the item, as models see them, or are shuffled for each person. Scales always keep theirs. */
  readonly optionOrder: "fixed" | "shuffled";
  /** What stands before each choice, in the order shown. An option such as "Both A and B" needs it. */
  readonly optionLabels: "letters" | "numbers" | "none";
  /** Tables of a report that hold people's answers against the rows of a run in a way of the instrument's own. Pure. */
  tables?(answers: readonly PeopleAnswer[], rows: readonly ScoredRow[], options: Options): readonly Summary[];
}

/** What a person answered to an item, as far as scoring needs it. */
export interface PeopleAnswer {
  readonly item: string;
  readonly respondent: string;
  readonly value: JsonValue;
  /** An answer, one of the opt-outs, or why there is none. */
  readonly kind: "answer" | "opt-out" | MissingReason;
}
