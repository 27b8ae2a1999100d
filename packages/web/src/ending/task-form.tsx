import type { PanelTask } from "@refract/collect/browser";
import { type ReactNode, type RefObject, useId } from "react";
import { useTranslation } from "react-i18next";

interface TaskFormProps {
  readonly task: PanelTask;
  /** What the panel keeps with the task, by field. */
  readonly fields: Readonly<Record<string, string>>;
  readonly form?: RefObject<HTMLFormElement | null>;
  readonly children?: ReactNode;
}

/** Hands the task in to the panel whose page this one stands in, as a form of the panel's own would. */
export function TaskForm({ task, fields, form, children }: TaskFormProps) {
  const { t } = useTranslation();
  return (
    <form method="post" action={task.address} ref={form} className="stack">
      <input type="hidden" name="assignmentId" value={task.assignmentId} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <p>
        <button type="submit" className="button primary">
          {t("ending.submitTask")}
        </button>
      </p>
    </form>
  );
}

/** For somebody who did the study in another tab, because nothing can be kept in this one: the code they bring submits the task. */
export function TaskCodeForm({ task }: { readonly task: PanelTask }) {
  const { t } = useTranslation();
  const codeId = useId();
  return (
    <TaskForm task={task} fields={{}}>
      <label htmlFor={codeId}>{t("landing.taskCode")}</label>
      <input
        id={codeId}
        name="code"
        className="field"
        dir="ltr"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={64}
        required
      />
    </TaskForm>
  );
}
