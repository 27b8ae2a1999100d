import { expect, test } from "vitest";
import { madeInstrument } from "../run/made-instrument.fixture.ts";
import { cutMaps } from "./cut-maps.ts";

const [cut] = madeInstrument.cuts;
if (cut === undefined) throw new Error("one cut");

const mapsOf = (means: readonly number[]): string =>
  JSON.stringify(
    cutMaps(
      madeInstrument,
      cut,
      ["Chile", "Japan"].map((level, place) => ({
        ...{ respondent: "demo:plain", variant: "plain", metric: "accuracy", cut: "country", level },
        ...{ mean: means[place] ?? 0, lower: null, upper: null, points: 2, clusters: 2 },
        ...{ method: "clusters", missing: {} },
      })),
      "4 answers",
    ),
  );

test("maps of one range have its colours, and equal shares those of the whole scale", () => {
  expect(mapsOf([0.25, 0.75])).toContain('"domain":[0.25,0.75]');
  expect(mapsOf([0, 0])).toContain('"domain":[0,1]');
});
