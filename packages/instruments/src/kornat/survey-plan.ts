import { createRandom } from "@refract/stats";

/**
 * Which questions each person of a survey is asked: blocks of `blockSize` dealt from one shuffled round of all questions, so that no question is
 * asked of more than one person more than another; each person has an own random order (spec kornat, "Collection protocol" 3).
 *
 * @throws RangeError when a block holds more questions than there are
 */
export function surveyBlocks(
  questions: number,
  people: number,
  blockSize: number,
  seed: string,
): readonly (readonly number[])[] {
  if (!Number.isInteger(blockSize) || blockSize < 1 || blockSize > questions)
    throw new RangeError(
      `blockSize: invalid value ${blockSize}, expected a whole number from 1 to ${questions}`,
    );
  const random = createRandom(seed);
  const round = random.stream("round").shuffle(Array.from({ length: questions }, (_, index) => index));
  const orders = random.stream("orders");
  return Array.from({ length: people }, (_, person) =>
    orders.shuffle(
      Array.from(
        { length: blockSize },
        (_unused, place) => round[(person * blockSize + place) % questions] ?? 0,
      ),
    ),
  );
}

/** Half the width of the 95 % interval of a share of one half, from n = 1.96² · 0.25 / e². */
export function marginOfError(answers: number): number {
  return 1.96 * Math.sqrt(0.25 / answers);
}
