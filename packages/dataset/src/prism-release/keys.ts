/** The eight attributes of the survey's sliders, in the release's order; `other` and `other_text` follow them. */
export const statedAttributeKeys = [
  "values",
  "creativity",
  "fluency",
  "factuality",
  "diversity",
  "safety",
  "personalisation",
  "helpfulness",
] as const;
export type StatedAttributeKey = (typeof statedAttributeKeys)[number];

/** The seven attributes asked after a conversation, in the release's order. */
export const conversationAttributeKeys = [
  "values",
  "fluency",
  "factuality",
  "safety",
  "diversity",
  "creativity",
  "helpfulness",
] as const;
export type ConversationAttributeKey = (typeof conversationAttributeKeys)[number];

/** The eighteen named use cases, in the release's order; `other` and `other_text` follow them. */
export const useCaseKeys = [
  "homework_assistance",
  "research",
  "source_suggestions",
  "professional_work",
  "creative_writing",
  "casual_conversation",
  "personal_recommendations",
  "daily_productivity",
  "technical_or_programming_help",
  "travel_guidance",
  "lifestyle_and_hobbies",
  "well-being_guidance",
  "medical_guidance",
  "financial_guidance",
  "games",
  "historical_or_news_insight",
  "relationship_advice",
  "language_learning",
] as const;
export type UseCaseKey = (typeof useCaseKeys)[number];

/** Categories of the moderation service, in the release's order. */
export const moderationCategories = [
  "sexual",
  "hate",
  "harassment",
  "self-harm",
  "sexual/minors",
  "hate/threatening",
  "violence/graphic",
  "self-harm/intent",
  "self-harm/instructions",
  "harassment/threatening",
  "violence",
] as const;
export type ModerationCategory = (typeof moderationCategories)[number];

/** The columns whose texts have a row each in `metadata.jsonl`. */
export const textColumns = [
  "user_prompt",
  "model_response",
  "open_feedback",
  "self_description",
  "system_string",
] as const;
export type TextColumn = (typeof textColumns)[number];

/** What the release stores for a text that is empty, missing or the literal `None`. */
export const emptyText = "EMPTY STRING";
