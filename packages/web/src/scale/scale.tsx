import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { moveOfKey, placeOf, type ScaleMove, type ScaleRange, shareOf } from "./rating.ts";
import "./scale.css";

export interface ScaleProps {
  readonly id: string;
  /** Id of the element that names what is rated. */
  readonly labelledBy: string;
  readonly range: ScaleRange;
  readonly minimumLabel: string;
  readonly maximumLabel: string;
  readonly value: number | null;
  /** Whether the person has set it; an untouched handle (option `startAt`) still reads as not rated. */
  readonly touched: boolean;
  readonly disabled?: boolean;
  readonly missing?: boolean;
  /** Whether people can't go on without it. */
  readonly required: boolean;
  /** Id of the element that says what is wrong while it is missing. */
  readonly errorId: string;
  /** Whether the number is shown and spoken once it is set. */
  readonly valueShown?: boolean;
  /** Stands where "not yet rated" would, for a statement that is answered otherwise. */
  readonly stateWords?: string | undefined;
  readonly onMove: (move: ScaleMove) => void;
  /** The finger or key is off again. */
  readonly onRelease: () => void;
}

/** How far a finger must go along the line before it counts as setting the scale and not as scrolling the page. */
const scrollSlackPixels = 6;

/**
 * A visual analogue scale: a bare line between two words. No number is shown or spoken unless asked for, and there is no handle until
 * the first touch, because a handle in the middle draws answers to it.
 */
export function Scale(props: ScaleProps) {
  const languageOf = useTextLanguage();
  const { id, labelledBy, range, minimumLabel, maximumLabel, value, touched, disabled = false } = props;
  const { t } = useTranslation();
  const line = useRef<HTMLDivElement>(null);
  const press = useRef<{ id: number; x: number; setting: boolean } | null>(null);

  const isRightToLeft = () => line.current !== null && getComputedStyle(line.current).direction === "rtl";
  const moveTo = (clientX: number) => {
    const box = line.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const share = (clientX - box.left) / box.width;
    props.onMove({ kind: "to", share: isRightToLeft() ? 1 - share : share });
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (disabled || event.button !== 0) return;
    const setting = event.pointerType !== "touch";
    press.current = { id: event.pointerId, x: event.clientX, setting };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (setting) moveTo(event.clientX);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const now = press.current;
    if (now === null || now.id !== event.pointerId) return;
    if (!now.setting && Math.abs(event.clientX - now.x) < scrollSlackPixels) return;
    now.setting = true;
    moveTo(event.clientX);
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const now = press.current;
    if (now === null || now.id !== event.pointerId) return;
    press.current = null;
    if (!now.setting) moveTo(event.clientX);
    props.onRelease();
  };
  const onPointerCancel = () => {
    if (press.current?.setting) props.onRelease();
    press.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (disabled || event.altKey || event.ctrlKey || event.metaKey) return;
    const move = moveOfKey(event.key, isRightToLeft() ? "rtl" : "ltr");
    if (move === null) return;
    event.preventDefault();
    props.onMove(move);
  };

  const rated = touched && value !== null;
  const unrated = props.stateWords ?? t("scale.notRated");
  const share = value === null ? null : shareOf(value, range);
  const shownValue = props.valueShown === true && rated ? String(value) : "";
  const words = t(`scale.place.${placeOf(share ?? 0.5)}`, { minimum: minimumLabel, maximum: maximumLabel });
  return (
    <div className="scale" data-rated={rated} data-missing={props.missing === true}>
      <div
        ref={line}
        id={id}
        className="scale-line"
        role="slider"
        tabIndex={disabled ? -1 : 0}
        aria-labelledby={labelledBy}
        aria-orientation="horizontal"
        aria-disabled={disabled}
        aria-invalid={props.missing === true}
        aria-describedby={props.missing === true ? `${id}-ends ${props.errorId}` : `${id}-ends`}
        aria-valuemin={range.minimum}
        aria-valuemax={range.maximum}
        aria-valuenow={value ?? Math.round((range.minimum + range.maximum) / 2)}
        aria-valuetext={rated ? (shownValue === "" ? words : `${shownValue}, ${words}`) : unrated}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerCancel}
        onKeyDown={onKeyDown}
        onKeyUp={props.onRelease}
        onBlur={props.onRelease}
      >
        {share !== null && (
          <span className="scale-handle" style={{ insetInlineStart: `${share * 100}%` }} aria-hidden="true" />
        )}
      </div>
      <p id={`${id}-ends`} hidden>
        {t("scale.ends", { minimum: minimumLabel, maximum: maximumLabel })}
        {props.required && ` ${t("common.required")}`}
      </p>
      <div className="scale-words small" aria-hidden="true">
        <span {...languageOf(minimumLabel)}>{minimumLabel}</span>
        <span className="scale-state">{rated ? shownValue : unrated}</span>
        <span {...languageOf(maximumLabel)}>{maximumLabel}</span>
      </div>
    </div>
  );
}

interface ScaleOutlineProps {
  readonly minimumLabel: string;
  readonly maximumLabel: string;
  readonly words: string;
}

/** A scale that can't be used yet: it keeps the place, so that nothing jumps, and is for the eye only. */
export function ScaleOutline({ minimumLabel, maximumLabel, words }: ScaleOutlineProps) {
  const languageOf = useTextLanguage();
  return (
    <div className="scale" data-rated="false" aria-hidden="true">
      <div className="scale-line" data-outline="true" />
      <div className="scale-words small">
        <span {...languageOf(minimumLabel)}>{minimumLabel}</span>
        <span className="scale-state">{words}</span>
        <span {...languageOf(maximumLabel)}>{maximumLabel}</span>
      </div>
    </div>
  );
}
