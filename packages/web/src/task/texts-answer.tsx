import type { TaskFormatView } from "@refract/collect/browser";
import { useTranslation } from "react-i18next";
import { useRoomLeft } from "../page/use-room-left.ts";
import type { AnswerFieldProps } from "./answer-field.tsx";

interface TextsAnswerProps extends AnswerFieldProps {
  readonly format: Extract<TaskFormatView, { kind: "text" }>;
  readonly texts: readonly string[];
}

/** From how many characters below the limit on the person is told. */
const warnBelow = 100;

/** A box for each text wanted, a line or room for more; of several at least one is filled. */
export function TextsAnswer({
  id,
  format,
  texts,
  describedBy,
  missing,
  required,
  onValue,
}: TextsAnswerProps) {
  const { t } = useTranslation();
  const tellRoomLeft = useRoomLeft();
  const slots = Array.from({ length: format.slots }, (_, slot) => slot);
  const write = (slot: number, text: string) =>
    onValue(slots.map((other) => (other === slot ? text : (texts[other] ?? ""))));
  return (
    <>
      {format.slots > 1 && (
        <p id={`${id}-hint`} className="small quiet task-hint">
          {t("task.slots")}
        </p>
      )}
      <div className="stack">
        {slots.map((slot) => {
          const text = texts[slot] ?? "";
          const left = format.maximumCharacters - text.length;
          const label = `${id}-slot-${slot}`;
          const field = {
            className: "field",
            dir: "auto",
            value: text,
            // The question is the name of the group of several.
            "aria-labelledby": format.slots > 1 ? label : `${id}-question`,
            "aria-describedby": `${id}-left-${slot} ${describedBy}`,
            "aria-invalid": missing || left < 0,
            // Of several boxes one is enough.
            required: required && format.slots === 1,
            onChange: (event: { readonly target: { readonly value: string } }) => {
              tellRoomLeft(left, format.maximumCharacters - event.target.value.length);
              write(slot, event.target.value);
            },
          } as const;
          return (
            <div key={slot} className="task-text">
              {format.slots > 1 && (
                <span id={label} className="small quiet">
                  {t("task.slot", { number: slot + 1, count: format.slots })}
                </span>
              )}
              {format.long ? (
                <textarea rows={5} {...field} />
              ) : (
                <input type="text" autoComplete="off" {...field} />
              )}
              <p id={`${id}-left-${slot}`} className="small quiet">
                {left < 0
                  ? t("write.tooLong", { count: -left })
                  : left <= warnBelow && text !== ""
                    ? t("write.left", { count: left })
                    : ""}
              </p>
            </div>
          );
        })}
      </div>
    </>
  );
}
