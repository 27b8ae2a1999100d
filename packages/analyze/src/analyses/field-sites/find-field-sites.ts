/** An opening response with its prompt's and its own neighbourhood at one distance. */
export interface SiteResponse {
  readonly promptCluster: number;
  readonly responseCluster: number;
  readonly prompt: string;
  readonly response: string;
  readonly user: string;
  readonly model: string;
  readonly provider: string;
  /** NaN where there is none. */
  readonly score: number;
  readonly topic: string;
}

/** Near-identical responses to near-identical prompts, judged several times. */
export interface FieldSite {
  readonly prompt: string;
  readonly response: string;
  readonly responses: number;
  readonly people: number;
  readonly models: number;
  readonly providers: number;
  /** Highest minus lowest score; null when there is no score. */
  readonly scoreRange: number | null;
  /** The topic of most of its responses' prompts, the first by name if several. */
  readonly topic: string;
}

/** Sites: at least two responses of one response neighbourhood inside one prompt neighbourhood, the largest first. */
export function findFieldSites(responses: readonly SiteResponse[]): readonly FieldSite[] {
  const sites = Map.groupBy(responses, (one) => `${one.promptCluster} ${one.responseCluster}`);
  return Array.from(sites.values())
    .filter((members) => members.length > 1)
    .map((members): FieldSite => {
      const distinct = (key: "user" | "model" | "provider") => new Set(members.map((one) => one[key])).size;
      return {
        prompt: members[0]?.prompt ?? "",
        response: members[0]?.response ?? "",
        responses: members.length,
        people: distinct("user"),
        models: distinct("model"),
        providers: distinct("provider"),
        scoreRange: rangeOf(members.map(({ score }) => score)),
        topic: mostFrequent(members.map(({ topic }) => topic)),
      };
    })
    .sort((a, b) => b.responses - a.responses || (a.prompt < b.prompt ? -1 : 1));
}

/** How far scores of the very same response to the very same prompt lie apart: highest minus lowest of each repeat. */
export interface ExactRepeats {
  /** Between people, each with the mean of their own scores. */
  readonly betweenPeople: readonly number[];
  /** Of one person. */
  readonly withinPerson: readonly number[];
}

export function exactRepeats(
  responses: readonly Pick<SiteResponse, "prompt" | "response" | "user" | "score">[],
): ExactRepeats {
  const scored = responses.filter(({ score }) => Number.isFinite(score));
  const betweenPeople: number[] = [];
  const withinPerson: number[] = [];
  for (const members of Map.groupBy(scored, (one) => JSON.stringify([one.prompt, one.response])).values()) {
    if (members.length < 2) continue;
    const byPerson = Array.from(Map.groupBy(members, ({ user }) => user).values(), (own) =>
      own.map(({ score }) => score),
    );
    for (const scores of byPerson) {
      const range = scores.length > 1 ? rangeOf(scores) : null;
      if (range !== null) withinPerson.push(range);
    }
    const means = byPerson.map((scores) => scores.reduce((sum, score) => sum + score, 0) / scores.length);
    const range = means.length > 1 ? rangeOf(means) : null;
    if (range !== null) betweenPeople.push(range);
  }
  return { betweenPeople, withinPerson };
}

function rangeOf(values: readonly number[]): number | null {
  const finite = values.filter((value) => Number.isFinite(value));
  return finite.length === 0 ? null : Math.max(...finite) - Math.min(...finite);
}

function mostFrequent(names: readonly string[]): string {
  const counts = Array.from(Map.groupBy(names, (name) => name));
  counts.sort(([a, rowsA], [b, rowsB]) => rowsB.length - rowsA.length || (a < b ? -1 : 1));
  return counts[0]?.[0] ?? "";
}
