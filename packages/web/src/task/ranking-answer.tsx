import type { TaskOptionView } from "@refract/collect/browser";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { useAnnounce } from "../page/announcer.tsx";
import "./ranking-answer.css";

interface RankingAnswerProps {
  readonly id: string;
  /** In the order shown. */
  readonly options: readonly TaskOptionView[];
  /** Ids of those placed, the first first. */
  readonly order: readonly string[];
  /** Whether digits pick the options, as they do where the question has the page to itself. */
  readonly digitsPick: boolean;
  readonly onPlace: (option: string) => void;
  readonly onOrder: (order: readonly string[]) => void;
}

/**
 * An order made by picking: what comes first, second, and so on; then up, down or out by buttons. Nothing has a place
 * before it is picked, because a list that is in some order already draws answers to it.
 */
export function RankingAnswer({ id, options, order, digitsPick, onPlace, onOrder }: RankingAnswerProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const announce = useAnnounce();
  /** Where the keyboard goes after the next drawing, the first that is there: what was pressed may be elsewhere then, or gone. */
  const focusNext = useRef<readonly string[]>([]);
  useEffect(() => {
    const found = focusNext.current.map((next) => document.getElementById(next));
    found.find((element) => element !== null)?.focus();
    focusNext.current = [];
  });

  const partId = (part: "place" | "up" | "down", option: string) =>
    `${id}-${part}-${options.findIndex((other) => other.id === option)}`;
  const textOf = (option: string) => options.find((other) => other.id === option)?.text ?? "";
  const say = (option: string, place: number) =>
    announce(t("task.ranking.placed", { text: textOf(option), place, count: options.length }));
  const open = options.filter((option) => !order.includes(option.id));

  const put = (option: string) => {
    const index = open.findIndex((other) => other.id === option);
    const next = open[index + 1] ?? open[index - 1];
    // After the last one a task goes on; a survey has more on its page, so the keyboard stays with what was placed.
    focusNext.current =
      next === undefined ? [`${id}-go-on`, partId("up", option)] : [partId("place", next.id)];
    say(option, order.length + 1);
    onPlace(option);
  };
  const move = (option: string, by: 1 | -1) => {
    const index = order.indexOf(option);
    const other = order[index + by];
    if (other === undefined) return;
    focusNext.current = [partId(by === 1 ? "down" : "up", option)];
    say(option, index + by + 1);
    onOrder(order.with(index, other).with(index + by, option));
  };
  const takeOut = (option: string) => {
    focusNext.current = [partId("place", option)];
    announce(t("task.ranking.takenOut", { text: textOf(option) }));
    onOrder(order.filter((other) => other !== option));
  };

  return (
    <div className="ranking">
      <p id={`${id}-hint`} className="small quiet task-hint">
        {t("task.ranking.hint")}
      </p>
      {order.length > 0 && (
        <ol className="ranked" aria-label={t("task.ranking.order")}>
          {order.map((option, index) => {
            const text = textOf(option);
            return (
              <li key={option}>
                <span className="rank" aria-hidden="true">
                  {index + 1}
                </span>
                <span className="ranked-text">
                  <span {...languageOf(text)}>{text}</span>
                </span>
                <span className="ranked-moves">
                  <MoveButton
                    id={partId("up", option)}
                    label={t("task.ranking.up", { text })}
                    disabled={index === 0}
                    onPress={() => move(option, -1)}
                  >
                    <path d="M8 13V3M3.5 7.5 8 3l4.5 4.5" />
                  </MoveButton>
                  <MoveButton
                    id={partId("down", option)}
                    label={t("task.ranking.down", { text })}
                    disabled={index === order.length - 1}
                    onPress={() => move(option, 1)}
                  >
                    <path d="M8 3v10M3.5 8.5 8 13l4.5-4.5" />
                  </MoveButton>
                  <MoveButton label={t("task.ranking.out", { text })} onPress={() => takeOut(option)}>
                    <path d="m4 4 8 8m0-8-8 8" />
                  </MoveButton>
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {open.length > 0 && (
        <ul className="ranking-open" aria-label={t("task.ranking.open")}>
          {options.map((option, index) =>
            order.includes(option.id) ? null : (
              <li key={option.id}>
                <button
                  id={partId("place", option.id)}
                  type="button"
                  className="ranking-choice"
                  aria-keyshortcuts={digitsPick && index < 9 ? String(index + 1) : undefined}
                  onClick={() => put(option.id)}
                >
                  <span className="rank" aria-hidden="true" />
                  <span className="ranked-text">
                    <span {...languageOf(option.text)}>{option.text}</span>
                  </span>
                  {digitsPick && index < 9 && (
                    <span className="key" aria-hidden="true">
                      {index + 1}
                    </span>
                  )}
                </button>
              </li>
            ),
          )}
        </ul>
      )}
    </div>
  );
}

interface MoveButtonProps {
  readonly id?: string;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function MoveButton({ id, label, disabled = false, onPress, children }: MoveButtonProps) {
  return (
    <button
      id={id}
      type="button"
      className="ranked-move"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}
