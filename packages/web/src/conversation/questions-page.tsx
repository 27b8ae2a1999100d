import type { ConversationStageView, ConversationView, SessionView } from "@refract/collect/browser";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AttributesForm } from "./attributes-form.tsx";
import { FeedbackForm } from "./feedback-form.tsx";
import { firstOpenBlock } from "./open-statements.ts";
import { Transcript } from "./transcript.tsx";

interface QuestionsPageProps {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
  readonly conversation: ConversationView;
}

/** Why-questions about this very conversation, which stays in view: one block a page, then open feedback. */
export function QuestionsPage({ view, stage, conversation }: QuestionsPageProps) {
  const { t } = useTranslation();
  const { questions } = conversation;
  const [blockIndex, setBlockIndex] = useState(() => firstOpenBlock(questions.blocks));
  const block = questions.blocks[blockIndex];
  const showsAttributes = questions.step === "attributes" && block !== undefined;
  return (
    <div className="questions">
      <aside className="questions-transcript">
        <details open>
          <summary className="small quiet">{t("questions.transcript")}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keyboard too */}
          <section className="questions-scroll" tabIndex={0} aria-label={t("questions.transcript")}>
            <Transcript history={conversation.history} moving={false} />
          </section>
        </details>
      </aside>
      <div className="questions-form">
        {showsAttributes ? (
          <AttributesForm
            key={block.id}
            view={view}
            conversationId={conversation.id}
            block={block}
            place={{ index: blockIndex, count: questions.blocks.length }}
            onBack={blockIndex > 0 ? () => setBlockIndex(blockIndex - 1) : null}
            onNext={blockIndex + 1 < questions.blocks.length ? () => setBlockIndex(blockIndex + 1) : null}
          />
        ) : questions.feedback !== null ? (
          <FeedbackForm
            view={view}
            feedback={questions.feedback}
            conversationId={conversation.id}
            maximumCharacters={stage.settings.maximumFeedbackCharacters}
          />
        ) : null}
      </div>
    </div>
  );
}
