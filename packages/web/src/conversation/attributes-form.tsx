import type { QuestionsView, SessionView } from "@refract/collect/browser";
import { ownValue } from "@refract/core";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useProblemTeller } from "../page/use-problem-teller.ts";
import { useSession, useStageCommand } from "../participant/session-context.tsx";
import { useBackStep } from "../participant/use-back-step.ts";
import { Scale } from "../scale/scale.tsx";
import { useRatings } from "../scale/use-ratings.ts";

type Block = QuestionsView["blocks"][number];

/** What the draft of a box says that is ticked. */
const ticked = "yes";

interface AttributesFormProps {
  readonly view: SessionView;
  readonly conversationId: string;
  readonly block: Block;
  readonly place: { readonly index: number; readonly count: number };
  readonly onBack: (() => void) | null;
  /** Null on the last block, which hands all of them in. */
  readonly onNext: (() => void) | null;
}

/** Statements on one scale each, with a box for those that don't apply. */
export function AttributesForm(props: AttributesFormProps) {
  const { view, conversationId, block, place, onBack, onNext } = props;
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const send = useStageCommand(view);
  useBackStep(`attributes/${block.id}`, onBack);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const { memory } = useSession();
  const drafts = `attributes/${conversationId}/`;
  const ratingPlace = (statement: string) => `${drafts}${block.id}/rating/${statement}`;
  const boxPlace = (statement: string) => `${drafts}${block.id}/box/${statement}`;
  /** Boxes as set on this page or before a reload of it; others are as saved. */
  const [boxes, setBoxes] = useState<Readonly<Record<string, boolean>>>(() =>
    Object.fromEntries(
      block.statements
        .map(({ id: key }) => [key, memory.draft(boxPlace(key))] as const)
        .filter(([, draft]) => draft !== "")
        .map(([key, draft]) => [key, draft === ticked]),
    ),
  );
  const id = useId();
  const range = { minimum: block.minimum, maximum: block.maximum };
  const statementOf = (key: string) => block.statements.find((statement) => statement.id === key);
  const isOut = (key: string) => ownValue(boxes, key) ?? statementOf(key)?.isNotApplicable ?? false;

  const ratings = useRatings({
    startOf: (key) => {
      const saved = statementOf(key)?.value ?? null;
      return { saved, touched: saved !== null, startAt: block.startAt, range };
    },
    elapsedMs: () => 0,
    save: async (statement, value) => {
      const end = await send({ ...saved, statement, value, notApplicable: false });
      if (memory.draft(boxPlace(statement)) !== ticked) memory.saveDraft(boxPlace(statement), "");
      return end;
    },
    draftPlace: ratingPlace,
  });
  const saved = { type: "attributes.rated", block: block.id } as const;

  const sendBox = async (statement: string) => {
    await send({ ...saved, statement, value: null, notApplicable: true });
    if (memory.draft(boxPlace(statement)) === ticked) memory.saveDraft(boxPlace(statement), "");
  };
  const setOut = (statement: string, out: boolean) => {
    setBoxes((before) => ({ ...before, [statement]: out }));
    memory.saveDraft(boxPlace(statement), out ? ticked : "no");
    if (!out) return;
    ratings.drop(statement);
    void sendBox(statement);
  };
  // A box that was ticked just before a reload may not have arrived; saying it twice changes nothing.
  const sendDrafts = useRef(() => {
    for (const { id: key, isNotApplicable } of block.statements) {
      if (memory.draft(boxPlace(key)) !== ticked) continue;
      if (isNotApplicable) memory.saveDraft(boxPlace(key), "");
      else void sendBox(key);
    }
  });
  useEffect(() => sendDrafts.current(), []);
  const missing = block.statements.filter(({ id: key }) => !isOut(key) && ratings.of(key).value === null);

  const tellProblem = useProblemTeller();
  const problem = t("questions.missing", { count: missing.length });
  const goOn = async () => {
    ratings.flush();
    const [first] = missing;
    if (first !== undefined) {
      tellProblem({
        id: `${id}-missing`,
        words: problem,
        show: () => setTried(true),
        field: () => document.getElementById(`${id}-${first.id}`),
      });
      return;
    }
    // A box that was taken back leaves a handle at its start: say so, or the box would still hold.
    for (const statement of block.statements) {
      const { value } = ratings.of(statement.id);
      if (statement.isNotApplicable && !isOut(statement.id) && value !== null)
        void send({ ...saved, statement: statement.id, value, notApplicable: false });
    }
    if (onNext !== null) {
      onNext();
      return;
    }
    if (busy) return;
    setBusy(true);
    if ((await send({ type: "attributes.submitted" })) === "done") memory.clearDrafts(drafts);
    setBusy(false);
  };

  return (
    <div className="stack-wide">
      <div className="stack">
        {place.count > 1 && (
          <p className="eyebrow small quiet">
            {t("questions.part", { number: place.index + 1, count: place.count })}
          </p>
        )}
        <PageHeading title={`${t("questions.heading")} · ${view.study.title}`}>
          {t("questions.heading")}
        </PageHeading>
        <p className="lead" {...languageOf(block.stem)}>
          {block.stem}
        </p>
      </div>
      <ul className="statements">
        {block.statements.map((statement) => {
          const out = isOut(statement.id);
          const { value, trace } = ratings.of(statement.id);
          const labelId = `${id}-${statement.id}-label`;
          return (
            <li key={statement.id} data-out={out}>
              <p id={labelId} {...languageOf(statement.text)}>
                {statement.text}
              </p>
              <Scale
                id={`${id}-${statement.id}`}
                labelledBy={labelId}
                range={range}
                minimumLabel={block.minimumLabel}
                maximumLabel={block.maximumLabel}
                value={out ? null : value}
                touched={!out && trace.touched}
                stateWords={out ? t("questions.notApplicable") : undefined}
                missing={tried && missing.includes(statement)}
                required={!out}
                errorId={`${id}-missing`}
                onMove={(move) => {
                  if (out) setOut(statement.id, false);
                  ratings.move(statement.id, move);
                }}
                onRelease={ratings.flush}
              />
              {block.notApplicable && (
                <label className="tick small">
                  <input
                    type="checkbox"
                    checked={out}
                    aria-describedby={labelId}
                    onChange={(event) => setOut(statement.id, event.target.checked)}
                  />
                  <span>{t("questions.notApplicable")}</span>
                </label>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <p id={`${id}-missing`} className="missing">
          {tried && missing.length > 0 && problem}
        </p>
        <div className="row">
          <button type="button" className="button primary" aria-disabled={busy} onClick={() => void goOn()}>
            {t("common.continue")}
          </button>
          {onBack !== null && (
            <button type="button" className="button plain" onClick={onBack}>
              {t("common.back")}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
