import type { Manifest } from "../manifest/manifest.ts";
import { conversationSlider } from "../prism-release/release-form.ts";
import type { ReleaseFolder } from "./release-folder.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** Rules for an export whose manifest can't be read: whatever a conversation stage can do. */
const widestRules: Omit<ReleaseRules, "hasSurvey"> = Object.freeze({
  form: "study",
  score: conversationSlider,
  openingResponses: 8,
  laterResponses: Object.freeze({ minimum: 1, maximum: 8 }),
  continuation: "winner",
  minimumTurns: 1,
  conversationTypes: null,
  chosen: "one",
});

/** The rules of the study a folder was exported from, as its manifest says how the study worked. */
export function studyRules(folder: ReleaseFolder, manifest: Manifest | null): ReleaseRules {
  const hasSurvey = folder.release.has("survey.jsonl");
  if (manifest === null) return { ...widestRules, hasSurvey };
  const { protocol } = manifest;
  const isVerdict = protocol.judge === "verdict";
  return {
    form: "study",
    score: isVerdict ? null : (protocol.scale ?? conversationSlider),
    openingResponses: protocol.opening_responses,
    laterResponses: {
      // A slot that failed for good is no utterance, so that turns of fewer responses are no error then.
      minimum:
        manifest.counts.failed_slots === 0
          ? (protocol.fewest_later_responses ?? protocol.later_responses)
          : 1,
      maximum: protocol.later_responses,
    },
    continuation: protocol.continuation,
    minimumTurns: protocol.minimum_turns,
    conversationTypes: protocol.conversation_types,
    chosen: isVerdict ? "at-most-one" : "one",
    hasSurvey,
  };
}
