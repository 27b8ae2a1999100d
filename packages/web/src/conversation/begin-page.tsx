import type { ConversationStageView, SessionView } from "@refract/collect/browser";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { ConfirmDialog } from "../page/confirm-dialog.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useSession, useStageCommand } from "../participant/session-context.tsx";
import { useBackStep } from "../participant/use-back-step.ts";
import { Composer } from "./composer.tsx";

interface BeginPageProps {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
}

type ConversationType = ConversationStageView["types"][number];

/** Choose what kind of conversation comes next, then write its first message. */
export function BeginPage({ view, stage }: BeginPageProps) {
  const { memory } = useSession();
  const place = `type/${stage.done}`;
  const [typeId, setTypeId] = useState(() => memory.draft(place));
  // The conversation begins when its page is opened; a page that is loaded again is opened again.
  const [openedAt] = useState(() => Date.now());
  const choose = (id: string) => {
    memory.saveDraft(place, id);
    setTypeId(id);
  };
  const open = stage.types.filter((type) => type.open);
  // Nothing to choose where there is one type only.
  const type = stage.types.length === 1 ? open[0] : open.find((candidate) => candidate.id === typeId);
  return type === undefined ? (
    <ChooseType key="choose" view={view} stage={stage} onChoose={choose} />
  ) : (
    <FirstMessage
      key="write"
      view={view}
      stage={stage}
      type={type}
      openedAt={openedAt}
      onBack={stage.types.length === 1 ? null : () => choose("")}
    />
  );
}

function ChooseType({ view, stage, onChoose }: BeginPageProps & { readonly onChoose: (id: string) => void }) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  return (
    <div className="column stack-wide">
      <div className="stack">
        <ConversationCount stage={stage} />
        <PageHeading title={`${t("choose.heading")} · ${view.study.title}`}>
          {t("choose.heading")}
        </PageHeading>
        <p className="lead">{t("choose.text")}</p>
      </div>
      <ul className="types">
        {stage.types.map((type) => (
          <li key={type.id}>
            <button
              type="button"
              className="type"
              aria-disabled={!type.open}
              onClick={() => type.open && onChoose(type.id)}
            >
              <span className="type-title" {...languageOf(type.title)}>
                {type.title}
              </span>
              {type.description !== null && (
                <span className="type-description" {...languageOf(type.description)}>
                  {type.description}
                </span>
              )}
              <TypeDots type={type} />
            </button>
          </li>
        ))}
      </ul>
      <StopButton view={view} stage={stage} />
    </div>
  );
}

/** Dots for the conversations of a type: filled when done, open when left. */
function TypeDots({ type }: { readonly type: ConversationType }) {
  const { t } = useTranslation();
  const planned = Math.max(type.planned ?? 0, type.done);
  const left = Math.max(0, (type.planned ?? 0) - type.done);
  const words =
    type.planned === null
      ? t("choose.doneAny", { count: type.done })
      : left === 0
        ? t("choose.allDone")
        : t("choose.left", { count: left });
  return (
    <span className="type-dots small quiet">
      <span className="dots" aria-hidden="true">
        {Array.from({ length: planned }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <i key={index} data-done={index < type.done} />
        ))}
      </span>
      {words}
    </span>
  );
}

interface FirstMessageProps extends BeginPageProps {
  readonly type: ConversationType;
  /** Epoch milliseconds of this device. */
  readonly openedAt: number;
  readonly onBack: (() => void) | null;
}

function FirstMessage({ view, stage, type, openedAt, onBack }: FirstMessageProps) {
  const languageOf = useTextLanguage();
  useBackStep(`begin/${stage.done}/${type.id}`, onBack);
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const { settings } = stage;
  return (
    <div className="column stack-wide">
      <div className="stack">
        <ConversationCount stage={stage} />
        <PageHeading title={`${type.title} · ${view.study.title}`}>
          <span {...languageOf(type.title)}>{type.title}</span>
        </PageHeading>
        {type.description !== null && (
          <p className="lead" {...languageOf(type.description)}>
            {type.description}
          </p>
        )}
        {settings.advice !== null && (
          <p className="quiet" {...languageOf(settings.advice)}>
            {settings.advice}
          </p>
        )}
      </div>
      <Composer
        label={t("write.first")}
        hint={null}
        draftPlace={`begin/${stage.done}`}
        maximumCharacters={settings.maximumPromptCharacters}
        blockPaste={settings.blockPaste}
        focused={false}
        onSend={(prompt) => {
          const openMs = Math.max(0, Date.now() - openedAt);
          return send({ type: "conversation.begun", conversationType: type.id, prompt, openMs });
        }}
      >
        {onBack !== null && (
          <button type="button" className="button plain" onClick={onBack}>
            {t("write.otherType")}
          </button>
        )}
      </Composer>
      {type.examples.length > 0 && (
        <section className="examples small quiet" aria-label={t("write.examples")}>
          <p>{t("write.examples")}</p>
          <ul>
            {type.examples.map((example) => (
              <li key={example} {...languageOf(example)}>
                {example}
              </li>
            ))}
          </ul>
        </section>
      )}
      {onBack === null && <StopButton view={view} stage={stage} />}
    </div>
  );
}

function ConversationCount({ stage }: { readonly stage: ConversationStageView }) {
  const { t } = useTranslation();
  const number = stage.done + 1;
  return (
    <p className="eyebrow small quiet">
      {number <= stage.planned
        ? t("choose.numberOf", { number, planned: stage.planned })
        : t("choose.number", { number })}
    </p>
  );
}

/** Leaves the stage with conversations left, where the study allows it. */
function StopButton({ view, stage }: BeginPageProps) {
  const { t } = useTranslation();
  const { memory } = useSession();
  const send = useStageCommand(view);
  const [asks, setAsks] = useState(false);
  if (!stage.mayStop) return null;
  return (
    <div className="row stop">
      {stage.done > 0 && <p className="small quiet">{t("choose.mayStop", { count: stage.done })}</p>}
      <button type="button" className="button" onClick={() => setAsks(true)}>
        {t("choose.stop")}
      </button>
      {asks && (
        <ConfirmDialog
          title={t("choose.stopTitle")}
          confirm={t("choose.stopConfirm")}
          onConfirm={() => {
            setAsks(false);
            void send({ type: "stage.ended" });
          }}
          onBack={() => setAsks(false)}
        >
          <p>{t("choose.stopText")}</p>
          {memory.draft(`begin/${stage.done}`).trim() !== "" && <p>{t("write.draftLeft")}</p>}
        </ConfirmDialog>
      )}
    </div>
  );
}
