import type { ConversationStageView, SessionView } from "@refract/collect/browser";
import { PageSkeleton } from "../page/page-skeleton.tsx";
import { BeginPage } from "./begin-page.tsx";
import { ConversationPage } from "./conversation-page.tsx";
import { PracticePage } from "./practice-page.tsx";
import { QuestionsPage } from "./questions-page.tsx";
import "./conversation.css";

interface ConversationPagesProps {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
}

/** The page of a conversation stage for the phase it is in. */
export default function ConversationPages({ view, stage }: ConversationPagesProps) {
  const { conversation } = stage;
  switch (stage.phase) {
    case "practice":
      return stage.settings.practice === null ? (
        <PageSkeleton />
      ) : (
        <PracticePage view={view} settings={stage.settings} practice={stage.settings.practice} />
      );
    case "choose-type":
      return <BeginPage key={`begin-${stage.done}`} view={view} stage={stage} />;
    case "write":
    case "answering":
    case "rate":
    case "failed":
      return conversation === null ? (
        <PageSkeleton />
      ) : (
        <ConversationPage key={conversation.id} view={view} stage={stage} conversation={conversation} />
      );
    case "questions":
      return conversation === null ? (
        <PageSkeleton />
      ) : (
        <QuestionsPage key={conversation.id} view={view} stage={stage} conversation={conversation} />
      );
    case "done":
      return <PageSkeleton />;
  }
}
