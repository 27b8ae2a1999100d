import { expect, test } from "vitest";
import { BackSteps } from "./back-steps.ts";

/** A browser's history, and a page of as many places. */
function setUp() {
  const entries: number[] = [0];
  let at = 0;
  let hash = "";
  let nowhere = 0;
  const steps = new BackSteps(
    {
      push: (step) => {
        entries.splice(at + 1, entries.length, step);
        at += 1;
      },
      step: () => entries[at] ?? 0,
      hash: () => hash,
    },
    (isNowhere) => {
      if (isNowhere) nowhere += 1;
    },
  );
  const go = (by: number) => {
    at += by;
    steps.popped();
  };
  return {
    steps,
    go,
    open: (page: string) => {
      hash = page;
      steps.popped();
    },
    at: () => at,
    nowhere: () => nowhere,
  };
}

test("Back goes to the page before, as often as pages were gone through", () => {
  const { steps, go, at } = setUp();
  let page = 0;
  const show = (next: number) => {
    page = next;
    steps.enter(`survey/${page}`);
  };
  steps.offer(() => show(page - 1));
  for (const next of [0, 1, 2]) show(next);
  expect(at()).toBe(3);
  go(-1);
  expect([page, at()]).toEqual([1, 2]);
  go(-1);
  expect([page, at()]).toEqual([0, 1]);
  show(1);
  expect(at()).toBe(2);
});

test("where there is no way back the person stays and is told, and Forward changes nothing", () => {
  const { steps, go, nowhere } = setUp();
  steps.enter("conversation/write");
  steps.enter("conversation/rate");
  go(-1);
  expect(nowhere()).toBe(1);
  go(1);
  expect(nowhere()).toBe(1);
});

test("a page beside the study, such as the receipt, is no step", () => {
  const { steps, open, nowhere } = setUp();
  steps.enter("survey/0");
  let times = 0;
  const withdrawOffer = steps.offer(() => {
    times += 1;
  });
  open("#receipt");
  open("");
  expect([times, nowhere()]).toEqual([0, 0]);
  withdrawOffer();
});

test("an entry of the same step is no way back", () => {
  const { steps, go, at, nowhere } = setUp();
  let backs = 0;
  steps.offer(() => {
    backs += 1;
  });
  steps.enter("survey/0");
  go(0);
  expect([backs, at(), nowhere()]).toEqual([0, 1, 0]);
});

test("of several ways back the newest that is still offered counts", () => {
  const { steps, go } = setUp();
  const ways: string[] = [];
  steps.offer(() => void ways.push("page"));
  const withdraw = steps.offer(() => void ways.push("dialog"));
  for (const place of ["survey/0", "survey/1", "survey/2"]) steps.enter(place);
  go(-1);
  withdraw();
  go(-1);
  expect(ways).toEqual(["dialog", "page"]);
});

test("an entry that the browser made for a part of the page has no number, and is no way back", () => {
  const shown = { step: 0, hash: "" };
  let backs = 0;
  const steps = new BackSteps(
    {
      push: (step) => {
        shown.step = step;
      },
      step: () => shown.step,
      hash: () => shown.hash,
    },
    () => {},
  );
  steps.offer(() => {
    backs += 1;
  });
  steps.enter("survey/0");
  Object.assign(shown, { step: 0, hash: "#receipt" });
  steps.popped();
  expect(backs).toBe(0);
});

test("after a Back that led nowhere the next page is a step again", () => {
  const { steps, go, at } = setUp();
  for (const place of ["talk/0", "talk/1"]) steps.enter(place);
  go(-1);
  steps.enter("talk/2");
  expect(at()).toBe(2);
});
