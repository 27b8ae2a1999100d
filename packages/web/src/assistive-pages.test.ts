import {
  type AccessibleNode,
  accessibleNodes,
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  type TestBrowser,
  type TestPage,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { buildWeb } from "./index.ts";

const everyKind = {
  pages: [
    {
      name: "all",
      title: "Every kind of question",
      elements: [
        {
          type: "radiogroup",
          name: "one",
          title: "One of them",
          description: "Only one.",
          isRequired: true,
          choices: ["a", "b"],
        },
        { type: "checkbox", name: "many", title: "Some of them", isRequired: true, choices: ["c", "d"] },
        {
          type: "dropdown",
          name: "list",
          title: "From a list",
          description: "It is long.",
          choices: ["e", "f"],
        },
        { type: "boolean", name: "yes", title: "Yes or no" },
        {
          type: "rating",
          name: "steps",
          title: "Steps",
          minRateDescription: "bad",
          maxRateDescription: "good",
        },
        {
          type: "matrix",
          name: "rows",
          title: "Rows",
          columns: ["no", "yes"],
          rows: [{ value: "calm", text: "It calms" }],
        },
        { type: "ranking", name: "order", title: "In order", choices: ["g", "h"] },
        { type: "text", name: "line", title: "A line", isRequired: true },
        { type: "comment", name: "text", title: "A text" },
        {
          type: "scales",
          name: "lines",
          title: "Lines",
          isRequired: true,
          minText: "not at all",
          maxText: "completely",
          rows: [{ value: "calm", text: "It is calm" }],
          showOtherRow: true,
          otherRowText: "Something else",
        },
      ],
    },
  ],
};

await describeWith(chromium, "what assistive technology is told of the pages", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  }, 300_000);
  afterAll(() => browser[Symbol.asyncDispose]());

  const open = (): Promise<TestPage> =>
    browser.openPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const nodeOf = async ({ page }: TestPage, role: string, name: string): Promise<AccessibleNode> => {
    const nodes = await accessibleNodes(page);
    const found = nodes.find((node) => node.role === role && node.name === name);
    if (found === undefined)
      throw new Error(`no ${role} “${name}” among ${nodes.map((node) => `${node.role} “${node.name}”`)}`);
    return found;
  };

  test("a survey: names, what is required, ends of lines, descriptions once, and one message of what is missing", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "survey", survey: everyKind };
    const opened = await open();
    const { page, errors } = opened;
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.heading("Every kind of question", "");

    const controls = new Set([
      "radio",
      "checkbox",
      "combobox",
      "textbox",
      "slider",
      "button",
      "group",
      "link",
    ]);
    const nameless = (await accessibleNodes(page)).filter(
      ({ role, name }) => controls.has(role) && name === "",
    );
    expect(nameless).toEqual([]);
    await expectSpokenOnce(page);
    expect((await nodeOf(opened, "group", "One of them")).description).toBe("Only one.");
    const radio = await nodeOf(opened, "radio", "a");
    expect(radio.description).toBe("");
    expect((await nodeOf(opened, "group", "Some of them (required)")).description).toBe("");
    expect((await nodeOf(opened, "combobox", "From a list (optional)")).description).toBe("It is long.");
    expect((await nodeOf(opened, "group", "Steps (optional)")).description).toBe("bad good");
    expect((await nodeOf(opened, "radio", "1")).description).toBe("");
    expect((await nodeOf(opened, "textbox", "A line")).properties.get("required")).toBe(true);
    // What may stay empty says so to everybody.
    expect(await page.locator(".question-title .optional").allTextContents()).toEqual(
      Array.from({ length: 6 }, () => " (optional)"),
    );
    const line = await nodeOf(opened, "slider", "It is calm");
    expect(line.description).toBe("The line runs from not at all to completely. (required)");
    const slider = page.getByRole("slider", { name: "It is calm", exact: true });
    expect(await slider.getAttribute("aria-valuetext")).toBe("not yet rated");
    expect((await nodeOf(opened, "slider", "Something else")).description).toBe(
      "The line runs from not at all to completely.",
    );

    await walk.press("Hand in the survey", "");
    const said = page.locator("[role=status].visually-hidden");
    await expect.poll(() => said.textContent()).toBe("4 questions need an answer or a change.");
    expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(0);
    const missing = await nodeOf(opened, "slider", "It is calm");
    expect(missing.properties.get("invalid")).toBe("true");
    expect(missing.description).toBe(
      "The line runs from not at all to completely. (required) Please answer in every row.",
    );
    expect((await nodeOf(opened, "group", "One of them")).description).toBe(
      "Only one. Please answer this question.",
    );
    await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('type')")).toBe("radio");
    await expectNoAxeViolations(page);
    await expectAdaptedPagesFit(page);

    await page.locator(".step").nth(2).click();
    await page.getByRole("slider").first().press("End");
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
    await page.emulateMedia({ forcedColors: "active" });
    const colours = await page.evaluate<Record<string, string>>(`(() => {
      const of = (selector, part) => getComputedStyle(document.querySelector(selector), part);
      return {
        chosen: of(".step input:checked + span").backgroundColor,
        other: of(".step input:not(:checked) + span").backgroundColor,
        line: of(".scale-line", "::before").backgroundImage,
        handle: of(".scale-handle").backgroundColor,
        canvas: of("body").backgroundColor,
        now: of(".frame-steps [data-state=now]").backgroundColor,
        next: of(".frame-steps [data-state=next]").backgroundColor,
      };
    })()`);
    expect(colours.chosen).not.toBe(colours.other);
    expect(colours.line).not.toBe("none");
    expect(colours.handle).not.toBe(colours.canvas);
    expect(colours.now).not.toBe(colours.next);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 240_000);

  test("an order that is missing takes the keyboard, says how it is made, and keeps the keyboard when its last place is given", async () => {
    await using server = await startMockServer(folder);
    server.options = {
      ...usualOptions,
      begin: "survey",
      survey: {
        pages: [
          {
            name: "orders",
            title: "Orders",
            elements: [
              {
                type: "ranking",
                name: "order",
                title: "In order",
                isRequired: true,
                choices: ["g", "h"],
                selectToRankEnabled: true, // as the server gives every order
              },
              { type: "text", name: "line", title: "A line", isRequired: true },
              { type: "rating", name: "long", title: "Of a hundred", rateMax: 100 },
            ],
          },
        ],
      },
    };
    const opened = await open();
    const { page, errors } = opened;
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.heading("Orders", "");
    const hint = "Pick what comes first, then second, until all have a place. You can move them afterwards.";
    expect((await nodeOf(opened, "group", "In order (required)")).description).toBe(hint);
    expect(
      (await accessibleNodes(page)).filter(({ role, name }) => role === "option" && name === ""),
    ).toEqual([]);
    await walk.press("Hand in the survey", "");
    const focused = () =>
      page.evaluate<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent");
    await expect.poll(focused).toBe("g");
    expect((await nodeOf(opened, "group", "In order (required)")).description).toBe(
      `${hint} Please answer this question.`,
    );
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe("h");
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe("Move up: h");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "A line" }).fill("seen");
    await walk.press("Hand in the survey", "");
    await walk.heading("Try it first", "");
    expect(server.session?.answers).toEqual({ line: "seen", order: ["h", "g"] });
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("the first message says that it was sent, and takes the keyboard to its turn as later ones do", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, judge: "verdict", begin: "conversations", answers: ["No.", "Yes."] };
    const { page, errors } = await open();
    // Each sentence is soon followed by the next: all are kept.
    await page.addInitScript(`
      window.said = [];
      new MutationObserver(() => {
        const text = document.querySelector("[role=status].visually-hidden")?.textContent ?? "";
        if (text !== "" && window.said.at(-1) !== text) window.said.push(text);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    `);
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await page.getByRole("textbox").waitFor();
    await walk.send("Is loyalty a virtue?", "");
    await page.getByRole("button", { name: "Both are bad" }).waitFor();
    await expect
      .poll(() => page.evaluate<readonly string[]>("window.said"))
      .toEqual(["Sent. The answers are being written.", "The answers are here. Which one is better?"]);
    expect(await page.evaluate("document.activeElement?.id")).toBe("turn-heading");
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("own words that are missing, and a text of which nothing can be seen, are told in their place", async () => {
    await using server = await startMockServer(folder);
    server.options = {
      ...usualOptions,
      begin: "survey",
      survey: {
        pages: [
          {
            name: "words",
            title: "Words",
            elements: [
              { type: "text", name: "line", title: "A line", isRequired: true },
              { type: "checkbox", name: "many", title: "Some", choices: ["c", "d"], showOtherItem: true },
            ],
          },
        ],
      },
    };
    const { page, errors } = await open();
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.heading("Words", "");
    const line = page.getByRole("textbox", { name: "A line" });
    const focused = () =>
      page.evaluate<string | null>(
        "document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.textContent ?? null",
      );
    await line.fill("\u200B\u{E0041}");
    await page.getByRole("checkbox", { name: "Other (describe)" }).check();
    await walk.press("Hand in the survey", "");
    await page.getByText("Please answer this question.", { exact: true }).waitFor();
    await expect.poll(() => focused()).toBe("A line");
    await line.fill("seen");
    await walk.press("Hand in the survey", "");
    await page.getByText("You chose to answer in your own words. Please write them in the field.").waitFor();
    const own = page.getByRole("textbox", { name: "Other (describe)" });
    await expect.poll(() => focused()).toBe("Other (describe)");
    expect(await page.getByRole("checkbox", { name: "Other (describe)" }).getAttribute("aria-invalid")).toBe(
      "false",
    );
    await expectNoAxeViolations(page);
    await own.fill("mine");
    await walk.press("Hand in the survey", "");
    await walk.heading("Try it first", "");
    expect(server.session?.answers).toEqual({ line: "seen", many: ["other"], "many-Comment": "mine" });
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("verdicts: keys can be turned off and stay off, a dialog gives the focus back, tables have names", async () => {
    await using server = await startMockServer(folder);
    server.options = {
      ...usualOptions,
      judge: "verdict",
      begin: "conversations",
      answers: ["| a | b |\n|---|---|\n| 1 | 2 |", "Often, yes."],
    };
    const opened = await open();
    const { page, errors } = opened;
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await page.getByRole("textbox").waitFor();
    expect((await nodeOf(opened, "textbox", "Your first message")).properties.get("required")).toBe(true);
    await walk.send("Is loyalty a virtue?", "");
    const verdict = page.getByRole("button", { name: "Both are bad" });
    await verdict.waitFor();
    await page.getByRole("table", { name: "Table" }).waitFor();
    expect((await nodeOf(opened, "table", "Table")).role).toBe("table");
    await verdict.focus();
    for (const way of ["Escape", "Not yet"]) {
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Is this your verdict?" }).waitFor();
      if (way === "Escape") await page.keyboard.press("Escape");
      else await walk.press(way, "");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await page.evaluate("document.activeElement?.textContent")).toMatch(/Both are bad/);
    }
    await page.keyboard.press("4");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: "Number keys pick an answer" }).uncheck();
    await expectNoAxeViolations(page);
    expect(await page.locator("[aria-keyshortcuts]").count()).toBe(0);
    await page.keyboard.press("4");
    await page.reload();
    await verdict.waitFor();
    expect(await page.getByRole("checkbox", { name: "Number keys pick an answer" }).isChecked()).toBe(false);
    await page.keyboard.press("4");
    // A press that opens the dialog after the key would have: what the key did is on the page by then.
    await page.getByRole("button", { name: "Both are bad" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await page.getByRole("dialog").textContent()).toContain("Both are bad");
    expect(await page.getByRole("dialog").count()).toBe(1);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 240_000);
});
