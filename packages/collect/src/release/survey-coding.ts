import type { Answered } from "@refract/core";
import type { SurveyField } from "@refract/dataset";

/**
 * How an instrument turns what was answered into what is released: PRISM's regions from countries, for one. Pure, and
 * named in the codebook; what people answered stays as it is in the store.
 */
export interface SurveyCoding {
  /** Name and version, as the codebook gives it. */
  readonly id: string;
  /** Whether a study with these survey fields is coded this way. */
  applies(fields: ReadonlySet<string>): boolean;
  /** Released fields from the asked ones: renamed, added, left out. */
  fields(asked: readonly SurveyField[]): readonly SurveyField[];
  /** Released values by field name. */
  code(answers: Readonly<Record<string, Answered>>): Readonly<Record<string, Answered>>;
}
