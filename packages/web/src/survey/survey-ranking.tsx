import type { QuestionRankingModel } from "survey-core";
import { RankingAnswer } from "../task/ranking-answer.tsx";
import type { AnswerProps } from "./question-answer.ts";

/** Choices of a survey that are brought into an order, as the ranking of a task is. */
export function SurveyRanking({
  question,
  id,
  onChange,
}: AnswerProps & { readonly question: QuestionRankingModel }) {
  // Options are told apart by their place in the list: values may be numbers, and 1 is not "1".
  const items = question.visibleChoices;
  const chosen: readonly unknown[] = Array.isArray(question.value) ? question.value : [];
  const order = chosen.flatMap((value) => {
    const place = items.findIndex((item) => item.value === value);
    return place < 0 ? [] : [String(place)];
  });
  const set = (places: readonly string[]) => {
    if (question.isReadOnly) return;
    if (places.length === 0) question.clearValue();
    else question.value = places.flatMap((place) => items[Number(place)]?.value ?? []);
    onChange();
  };
  return (
    <RankingAnswer
      id={id}
      options={items.map((item, place) => ({ id: String(place), text: item.text }))}
      order={order}
      digitsPick={false}
      onPlace={(place) => set([...order, place])}
      onOrder={set}
    />
  );
}
