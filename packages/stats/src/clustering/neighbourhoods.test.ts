import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { mean, neighbourhoods, standardDeviation } from "../index.ts";

describe("neighbourhoods", () => {
  test("are clusters of several records by several authors", () => {
    const result = neighbourhoods([0, 1, 0, 2, 2, -1, 3, 3], [7, 7, 8, 9, 9, 7, 7, 8]);
    expect(result).toEqual({
      clusters: 4,
      singletons: 1,
      tooFewAuthors: 1,
      neighbourhoods: [
        { cluster: 0, members: [0, 2], authors: 2 },
        { cluster: 3, members: [6, 7], authors: 2 },
      ],
      recordsInside: 4,
    });
  });

  test("refuse labels that are no clusters", () => {
    expect(() => neighbourhoods([0.5], [1])).toThrow("labels[0]: invalid value 0.5");
    expect(() => neighbourhoods([0], [])).toThrow("authors.length: invalid value 0, expected 1");
  });
});

await describeWith(sharedData("prism"), "the published clusters of PRISM's opening prompts", (folder) => {
  const read = (name: string) => {
    const [, ...lines] = readFileSync(join(folder, "clusters", name), "utf8")
      .trim()
      .split(/\r?\n/u);
    const rows = lines.map((line) => line.split(","));
    const users = new Map<string, number>();
    const authors = rows.map(([, user = ""]) => {
      const number = users.get(user) ?? users.size;
      users.set(user, number);
      return number;
    });
    return { labels: rows.map((row) => Number(row[2])), authors, users: users.size };
  };

  test.each([
    ["0-05", 7588, 7424, 164, 154, 564, "3.66", "5.83", 60],
    ["0-125", 7240, 6955, 285, 273, 1029, "3.77", "5.73", 62],
  ] as const)(
    "give the table's figures at tau %s",
    (tau, clusters, singletons, several, inside, prompts, average, deviation, largest) => {
      const { labels, authors } = read(`local_clusters_opening_prompt_${tau}.csv`);
      const result = neighbourhoods(labels, authors);
      const sizes = result.neighbourhoods.map(({ members }) => members.length);
      expect(labels).toHaveLength(8011);
      expect(result).toMatchObject({ clusters, singletons, recordsInside: prompts });
      expect(result.neighbourhoods).toHaveLength(inside);
      expect(result.tooFewAuthors).toBe(several - inside);
      expect(mean(sizes).toFixed(2)).toBe(average);
      expect(standardDeviation(sizes).toFixed(2)).toBe(deviation);
      expect(Math.max(...sizes)).toBe(largest);
    },
  );

  test("have 1,396 participants with 5.738539 ± 0.979579 conversations each", () => {
    const { authors, users } = read("local_clusters_opening_prompt_0-05.csv");
    const conversations = new Array<number>(users).fill(0);
    for (const author of authors) conversations[author] = (conversations[author] ?? 0) + 1;
    expect(users).toBe(1396);
    expect(mean(conversations)).toBeCloseTo(5.738539, 6);
    expect(standardDeviation(conversations, { divisor: "population" })).toBeCloseTo(0.979579, 6);
    expect([Math.min(...conversations), Math.max(...conversations)]).toEqual([1, 7]);
  });
});
