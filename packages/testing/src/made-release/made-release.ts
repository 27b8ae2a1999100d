import type {
  ConversationRecord,
  MetadataRecord,
  ModelRecord,
  SurveyRecord,
  UtteranceRecord,
} from "@refract/dataset";
import { createRandom } from "@refract/stats";
import { type MadeConversation, type MadeIds, madeConversation } from "./made-conversation.ts";
import { madeMetadata } from "./made-metadata.ts";
import { madeModels } from "./made-models.ts";
import { madeSurvey } from "./made-survey.ts";

export interface MadeReleaseOptions {
  readonly seed: string;
  /** Made until there are this many participants, or as many responses as `utterances` says. */
  readonly participants?: number;
  readonly utterances?: number;
  readonly models?: number;
  /** About as many characters has a response; PRISM's had 565 on average. */
  readonly responseCharacters?: number;
}

/** Everything about one participant. */
export interface MadeParticipant {
  readonly survey: SurveyRecord;
  readonly conversations: readonly ConversationRecord[];
  readonly utterances: readonly UtteranceRecord[];
  readonly metadata: readonly MetadataRecord[];
}

const types = ["unguided", "values guided", "controversy guided"] as const;

/** The models of a made release. */
export function madeReleaseModels(options: MadeReleaseOptions): ModelRecord[] {
  return madeModels(options.models ?? 21);
}

/**
 * A made release in the form of PRISM's, participant by participant: synthetic rows with meaningless texts that obey every
 * rule of the public data, its quirks included. The same options give the same rows.
 */
export function* madeParticipants(options: MadeReleaseOptions): Generator<MadeParticipant, void, undefined> {
  const { participants = Number.POSITIVE_INFINITY, utterances = Number.POSITIVE_INFINITY } = options;
  if (participants === Number.POSITIVE_INFINITY && utterances === Number.POSITIVE_INFINITY) {
    throw new RangeError("made release: neither participants nor utterances is given, expected one of them");
  }
  const random = createRandom(options.seed);
  const ids: MadeIds = { conversation: 0, interaction: 0, utterance: 0 };
  for (let number = 0; number < participants && ids.utterance < utterances; number += 1) {
    const userId = `user${number}`;
    const asked = random.chance(0.07) ? [] : askedTypes(random);
    const kept = Math.min(...types.map((type) => asked.filter((each) => each === type).length));
    const taken = new Map<string, number>();
    const conversations: MadeConversation[] = asked.map((type) => {
      const before = taken.get(type) ?? 0;
      taken.set(type, before + 1);
      return madeConversation(random, ids, {
        userId,
        type,
        inBalancedSubset: before < kept,
        models: options.models ?? 21,
        responseCharacters: options.responseCharacters ?? 565,
      });
    });
    const survey = madeSurvey(random, userId, conversations.length, kept > 0);
    yield {
      survey,
      conversations: conversations.map(({ conversation }) => conversation),
      utterances: conversations.flatMap((each) => each.utterances),
      metadata: madeMetadata(random, survey, conversations),
    };
  }
}

/** Six conversations as a rule, two of each type, in the person's order. */
function askedTypes(random: ReturnType<typeof createRandom>): string[] {
  if (random.chance(0.85)) return random.shuffle([...types, ...types]);
  return Array.from({ length: 1 + random.integer(7) }, () => random.pick(types));
}
