import { expect, test } from "vitest";
import { barChart } from "./charts/bar-chart.ts";
import { renderChart } from "./render-chart.ts";

const chartOf = (id: string, values: readonly number[]) =>
  barChart({
    id,
    title: "Answers",
    caption: "How often each was given.",
    method: "counted",
    n: "3 answers",
    data: values.map((value, place) => ({ answer: `answer ${place}`, value })),
    category: { field: "answer", title: "Answer" },
    value: { field: "value", title: "Times" },
  });

test("charts that differ in nothing but their rows are each drawn with their own", async () => {
  const first = await renderChart(chartOf("one", [1, 2]));
  const second = await renderChart(chartOf("one", [40, 3]));
  expect(second).toContain("40");
  expect(second).not.toBe(first);
  expect(await renderChart(chartOf("one", [1, 2]))).toBe(first);
});
