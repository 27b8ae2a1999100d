import { hasVisibleText } from "@refract/core";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { focusInView } from "../page/focus-in-view.ts";
import { hasTouchKeyboard, isComposing } from "../page/is-typing.ts";
import { useProblemTeller } from "../page/use-problem-teller.ts";
import { useRoomLeft } from "../page/use-room-left.ts";
import type { CommandEnd } from "../participant/command-queue.ts";
import { useSession } from "../participant/session-context.tsx";
import { useDraft } from "../participant/use-draft.ts";
import { carryDraft, type SentDraft } from "./carry-draft.ts";

interface ComposerProps {
  readonly label: string;
  readonly hint: string | null;
  /** Under which the draft is kept in this browser until it is sent. */
  readonly draftPlace: string;
  /** The message before, whose draft may have been written on in another tab. */
  readonly sentDraft?: SentDraft | undefined;
  readonly maximumCharacters: number;
  readonly blockPaste: boolean;
  readonly focused: boolean;
  readonly onSend: (text: string) => Promise<CommandEnd>;
  /** Buttons beside Send. */
  readonly children?: ReactNode;
}

/** Where a prompt is written. Enter sends, Shift+Enter breaks the line; the draft survives a reload. */
export function Composer(props: ComposerProps) {
  const { t } = useTranslation();
  const { memory } = useSession();
  const { draftPlace, sentDraft, maximumCharacters } = props;
  useState(() => sentDraft !== undefined && carryDraft(memory, sentDraft, draftPlace));
  const [text, write] = useDraft(draftPlace);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [isTouch] = useState(hasTouchKeyboard);

  const { focused } = props;
  useEffect(() => {
    if (focused) focusInView(field.current);
  }, [focused]);

  const left = maximumCharacters - text.length;
  const tellRoomLeft = useRoomLeft();
  const tellProblem = useProblemTeller();
  const tell = (words: string) =>
    tellProblem({
      id: `${id}-problem`,
      words,
      show: () => setProblem(words),
      field: () => field.current,
    });
  const send = async () => {
    if (sending) return;
    if (!hasVisibleText(text)) {
      tell(t("write.empty"));
      return;
    }
    if (left < 0) {
      tell(t("write.tooLong", { count: -left }));
      return;
    }
    setSending(true);
    const end = await props.onSend(text);
    setSending(false);
    // Written on in another tab meanwhile, it is the next message.
    if (end === "done" && memory.draft(draftPlace) === text) write("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || isTouch || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    void send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!props.blockPaste) return;
    event.preventDefault();
    tell(t("write.noPaste"));
  };

  return (
    <form
      className="composer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor={id} className="composer-label">
        {props.label}
      </label>
      <textarea
        ref={field}
        id={id}
        className="field"
        dir="auto"
        rows={3}
        value={text}
        readOnly={sending}
        required
        enterKeyHint={isTouch ? "enter" : "send"}
        aria-describedby={`${id}-hint ${id}-problem`}
        aria-invalid={problem !== null}
        onChange={(event) => {
          tellRoomLeft(left, maximumCharacters - event.target.value.length);
          write(event.target.value);
          setProblem(null);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onDrop={(event) => {
          if (props.blockPaste) event.preventDefault();
        }}
      />
      <p id={`${id}-hint`} className="small quiet">
        {props.hint ?? (isTouch ? t("write.touch") : t("write.keys"))}
        {left < maximumCharacters / 10 && left >= 0 && <> · {t("write.left", { count: left })}</>}
      </p>
      <p id={`${id}-problem`} className="missing small">
        {problem}
      </p>
      <div className="row">
        <button type="submit" className="button primary" aria-disabled={sending}>
          {sending ? t("write.sending") : t("write.send")}
        </button>
        {props.children}
      </div>
    </form>
  );
}
