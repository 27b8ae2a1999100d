import {
  CustomError,
  ElementFactory,
  type ItemValue,
  type LocalizableString,
  Question,
  Serializer,
  type SurveyError,
} from "survey-core";
import { otherValue } from "./survey-definition.ts";

/** A row as the form draws it. */
export interface ScalesRow {
  readonly value: string;
  readonly text: string;
  /** The row whose statement the person writes. */
  readonly isOther: boolean;
}

/**
 * Statements, each on one visual analogue scale, as a SurveyJS question. Its value holds the rows the person touched and
 * nothing else, `{values: 71, other: 40, other_text: "…"}`, so a row that is there was touched, one left at 50 included.
 */
export class QuestionScalesModel extends Question {
  constructor(name: string) {
    super(name);
    this.createLocalizableString("minText", this, true);
    this.createLocalizableString("maxText", this, true);
    this.createLocalizableString("otherRowText", this, true);
    this.createLocalizableString("otherRowPlaceholder", this, false);
    this.createItemValues("rows");
  }

  override getType(): string {
    return "scales";
  }

  get minimum(): number {
    return this.getPropertyValue("minimum", 0);
  }

  set minimum(next: number) {
    this.setPropertyValue("minimum", next);
  }

  get maximum(): number {
    return this.getPropertyValue("maximum", 100);
  }

  set maximum(next: number) {
    this.setPropertyValue("maximum", next);
  }

  /** Where the handles stand at first; "none": no handle until first touch. */
  get startAt(): "none" | number {
    const start: unknown = this.getPropertyValue("startAt", "none");
    return typeof start === "number" ? start : "none";
  }

  set startAt(next: "none" | number) {
    this.setPropertyValue("startAt", next);
  }

  get valueHidden(): boolean {
    return this.getPropertyValue("valueHidden", true);
  }

  set valueHidden(next: boolean) {
    this.setPropertyValue("valueHidden", next);
  }

  get showOtherRow(): boolean {
    return this.getPropertyValue("showOtherRow", false);
  }

  set showOtherRow(next: boolean) {
    this.setPropertyValue("showOtherRow", next);
  }

  get minText(): string {
    return this.getLocalizableStringText("minText");
  }

  get locMinText(): LocalizableString {
    return this.getLocalizableString("minText");
  }

  get maxText(): string {
    return this.getLocalizableStringText("maxText");
  }

  get locMaxText(): LocalizableString {
    return this.getLocalizableString("maxText");
  }

  get otherRowText(): string {
    return this.getLocalizableStringText("otherRowText");
  }

  get locOtherRowText(): LocalizableString {
    return this.getLocalizableString("otherRowText");
  }

  get otherRowPlaceholder(): string {
    return this.getLocalizableStringText("otherRowPlaceholder");
  }

  get locOtherRowPlaceholder(): LocalizableString {
    return this.getLocalizableString("otherRowPlaceholder");
  }

  /** As the definition has them; SurveyJS reads and writes them by this name. */
  get rows(): readonly ItemValue[] {
    return this.getPropertyValue("rows", []);
  }

  set rows(next: readonly ItemValue[]) {
    this.setPropertyValue("rows", next);
  }

  /** Rows in the order of the definition (which is the person's own), the one in own words last. */
  get scaleRows(): readonly ScalesRow[] {
    const rows = this.rows.map((item) => ({ value: String(item.value), text: item.text, isOther: false }));
    return this.showOtherRow
      ? [...rows, { value: otherValue, text: this.otherRowText, isOther: true }]
      : rows;
  }

  /** The rating of a row the person touched, else null. */
  ratingOf(row: string): number | null {
    const rating: unknown = this.record()[row];
    return typeof rating === "number" ? rating : null;
  }

  /** Where the handle stands, else null. */
  handleOf(row: string): number | null {
    return this.ratingOf(row) ?? (this.startAt === "none" ? null : this.startAt);
  }

  isTouched(row: string): boolean {
    return this.ratingOf(row) !== null;
  }

  /** Rounds and keeps within the scale. Calling it is what touching means. */
  rate(row: string, rating: number): void {
    if (this.isReadOnly) return;
    const kept = Math.min(this.maximum, Math.max(this.minimum, Math.round(rating)));
    this.value = { ...this.record(), [row]: kept };
  }

  get ownWords(): string {
    const words: unknown = this.record()[`${otherValue}_text`];
    return typeof words === "string" ? words : "";
  }

  writeOwnWords(text: string): void {
    if (this.isReadOnly) return;
    const { [`${otherValue}_text`]: _before, ...rest } = this.record();
    const next = text === "" ? rest : { ...rest, [`${otherValue}_text`]: text };
    if (Object.keys(next).length === 0) this.clearValue();
    else this.value = next;
  }

  /** Statements that still need a touch; the one in own words never does. */
  get unratedRows(): readonly string[] {
    if (this.startAt !== "none") return [];
    return this.scaleRows.filter((row) => !row.isOther && !this.isTouched(row.value)).map((row) => row.value);
  }

  override hasRequiredError(): boolean {
    // Rows answer for themselves in onCheckForErrors; a handle that stands somewhere is an answer already.
    return false;
  }

  protected override onCheckForErrors(
    errors: SurveyError[],
    isOnValueChanged: boolean,
    fireCallback: boolean,
  ): void {
    super.onCheckForErrors(errors, isOnValueChanged, fireCallback);
    if (!isOnValueChanged && this.isRequired && this.unratedRows.length > 0) {
      const words = this.requiredErrorText || this.getLocalizationString("requiredInAllRowsError");
      errors.push(new CustomError(words, this));
    }
  }

  private record(): Readonly<Record<string, unknown>> {
    const value: unknown = this.value;
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  }
}

let isRegistered = false;

/** Makes SurveyJS know the type `scales`; calling it again does nothing. */
export function registerScalesQuestion(): void {
  if (isRegistered) return;
  isRegistered = true;
  Serializer.addClass(
    "scales",
    [
      { name: "rows:itemvalue[]" },
      { name: "rowsOrder", default: "none" },
      { name: "minimum:number", default: 0 },
      { name: "maximum:number", default: 100 },
      { name: "startAt", default: "none" },
      { name: "minText", serializationProperty: "locMinText" },
      { name: "maxText", serializationProperty: "locMaxText" },
      { name: "valueHidden:boolean", default: true },
      { name: "showOtherRow:boolean", default: false },
      { name: "otherRowText", serializationProperty: "locOtherRowText" },
      { name: "otherRowPlaceholder", serializationProperty: "locOtherRowPlaceholder" },
    ],
    () => new QuestionScalesModel(""),
    "question",
  );
  ElementFactory.Instance.registerElement("scales", (name) => new QuestionScalesModel(name));
}
