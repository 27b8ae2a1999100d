import { useTextLanguage } from "../language/text-languages.tsx";

interface OptionTickProps {
  readonly type: "radio" | "checkbox";
  readonly name: string;
  readonly text: string;
  /** What stands before the text, such as a letter that other options name. */
  readonly label?: string | undefined;
  /** Of the text, where it differs from what stands round it. */
  readonly language?: string | undefined;
  readonly checked: boolean;
  readonly invalid?: boolean;
  readonly required?: boolean;
  /** Its number key; shown where there is a keyboard and it picks, for the first nine. Null: none. */
  readonly shortcut: number | null;
  readonly onPick: () => void;
}

/** A circle or box with its words and its number key. */
export function OptionTick(props: OptionTickProps) {
  const languageOf = useTextLanguage();
  const hasKey = props.shortcut !== null && props.shortcut <= 9;
  return (
    <label className="tick task-tick">
      <input
        type={props.type}
        name={props.name}
        checked={props.checked}
        aria-invalid={props.invalid}
        required={props.required}
        aria-keyshortcuts={hasKey ? String(props.shortcut) : undefined}
        onChange={props.onPick}
      />
      {/* Its own direction, at the side where the others stand. */}
      <span>
        {props.label !== undefined && <span className="task-label">{props.label}. </span>}
        <span
          {...(props.language === undefined ? languageOf(props.text) : { lang: props.language, dir: "auto" })}
        >
          {props.text}
        </span>
      </span>
      {hasKey && (
        <span className="key" aria-hidden="true">
          {props.shortcut}
        </span>
      )}
    </label>
  );
}
