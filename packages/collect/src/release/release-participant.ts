import type { Answered } from "@refract/core";
import type { ReleaseConversation, ReleaseParticipant, ReleaseTurn } from "@refract/dataset";
import type {
  AnswerRow,
  ConversationRow,
  InteractionRow,
  ParticipantRecord,
  UtteranceRow,
} from "@refract/store";
import { entryProfile } from "../panel/quota-cells.ts";
import type { OpenedStudy } from "../session/open-study.ts";
import { releasedBlocks } from "./released-blocks.ts";
import type { SampleCount } from "./sample-count.ts";
import type { SurveyCoding } from "./survey-coding.ts";
import { surveyFinishedAt, surveyStartedAt } from "./survey-end.ts";

/** A person's rows as a release takes them. People who withdrew are left out before this. */
export function releaseParticipant(
  record: ParticipantRecord,
  opened: OpenedStudy,
  coding: SurveyCoding | null,
  samples: SampleCount | null = null,
): ReleaseParticipant {
  const { study } = opened;
  const { participant, answers } = record;
  const ownStages = new Set(study.stages.map((stage) => stage.id));
  const asked = Object.fromEntries(
    answers
      .filter((answer) => ownStages.has(answer.scope))
      .map((answer) => [answer.field, answeredOf(answer)]),
  );
  const entry = (field: string) =>
    answers.find((answer) => answer.scope === "entry" && answer.field === field)?.value ?? null;
  const text = (field: string) => {
    const value = entry(field);
    return typeof value === "string" ? value : null;
  };
  const link = { study: text("study_id"), locale: text("study_locale") };
  return {
    simulated: participant.simulated,
    language: participant.language,
    recruitmentStudy: link.study,
    recruitmentLocale: link.locale ?? study.dataset.studyLocale ?? null,
    representativeSamples: samples?.take({ ...asked, ...entryProfile(study, link) }) ?? [],
    device:
      text("device") === null
        ? null
        : {
            kind: text("device") ?? "unknown",
            system: text("operating_system") ?? "unknown",
            browser: text("browser"),
          },
    studyVersion: participant.studyVersion,
    startedAt: surveyStartedAt(opened, record),
    surveyFinishedAt: surveyFinishedAt(opened, answers),
    survey: coding === null ? asked : coding.code(asked),
    conversations: record.conversations.map((conversation) => releaseConversation(conversation, record)),
    timings: record.pages.map(({ scope, page, enteredAt, leftAt, spentMs }) => ({
      stage: scope,
      page: page === "" ? null : page,
      ...{ enteredAt, leftAt, spentMs },
    })),
    responses: record.responses.map(({ participantId: _, scope, ...response }) => ({
      ...response,
      stage: scope,
    })),
  };
}

function releaseConversation(conversation: ConversationRow, record: ParticipantRecord): ReleaseConversation {
  const answers = record.answers.filter((answer) => answer.scope === conversation.id);
  const block = (id: string): Record<string, Answered> =>
    Object.fromEntries(
      answers
        .filter((answer) => answer.field.startsWith(`${id}.`))
        .map((answer) => [answer.field.slice(id.length + 1), answeredOf(answer)]),
    );
  const feedback = answers.find((answer) => answer.field === "open_feedback");
  const others = answers.filter(
    ({ field }) => field !== "open_feedback" && !releasedBlocks.some((id) => field.startsWith(`${id}.`)),
  );
  return {
    type: conversation.type,
    startedAt: conversation.startedAt,
    finishedAt: conversation.finishedAt,
    closedAt: conversation.closedAt,
    turns: record.interactions
      .filter((interaction) => interaction.conversationId === conversation.id)
      .toSorted((a, b) => a.turn - b.turn)
      .map((interaction) => releaseTurn(interaction, record)),
    performanceAttributes: block("performance_attributes"),
    choiceAttributes: block("choice_attributes"),
    openFeedback: feedback === undefined ? { value: null, missing: "not-asked" } : answeredOf(feedback),
    otherAnswers: Object.fromEntries(others.map((answer) => [answer.field, answeredOf(answer)])),
  };
}

function releaseTurn(interaction: InteractionRow, record: ParticipantRecord): ReleaseTurn {
  return {
    prompt: interaction.prompt,
    sentAt: interaction.sentAt,
    settledBy: interaction.settledBy,
    verdict: interaction.verdict,
    tieSeed: interaction.tieSeed,
    responses: record.utterances
      .filter((utterance) => utterance.interactionId === interaction.id)
      .map((utterance) => releaseResponse(utterance, record)),
  };
}

function releaseResponse(
  utterance: UtteranceRow,
  record: ParticipantRecord,
): ReleaseTurn["responses"][number] {
  const { interactionId: _i, conversationId: _c, participantId: _p, ...response } = utterance;
  return {
    ...response,
    attempts: record.calls
      .filter((call) => call.slotId === utterance.slotId)
      .map(
        ({ modelId, outcome, inputTokens, outputTokens, reasoningTokens, totalMs, waitedMs, ...call }) => ({
          ...{ modelId, outcome, inputTokens, outputTokens, reasoningTokens, totalMs, waitedMs },
          ...{ finishReason: call.finishReason, failedText: call.failedText, notSent: call.notSent },
          ...{ reasoning: call.reasoning, reasoningFrom: call.reasoningFrom },
        }),
      ),
  };
}

function answeredOf({ value, missing }: AnswerRow): Answered {
  return missing === null ? { value, missing } : { value: null, missing };
}
