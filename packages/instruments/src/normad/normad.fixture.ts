import { madeFiles } from "../record-files.fixture.ts";

const story = (id: number, country: string, label: string) => ({
  ID: String(id),
  Country: country,
  Subaxis: "visiting",
  Value: "Tidiness",
  "Rule-of-Thumb": "Coats are hung up.",
  Story: `Kei dropped coat ${id}. Is that acceptable?`,
  "Gold Label": label,
});

/** Five made stories: two yes, two no, one neutral. */
export const normadFiles = madeFiles({
  "made_stories.csv": [
    story(1, "japan", "no"),
    story(2, "japan", "yes"),
    story(3, "egypt", "neutral"),
    story(4, "egypt", "no"),
    story(5, "egypt", "yes"),
  ],
});
