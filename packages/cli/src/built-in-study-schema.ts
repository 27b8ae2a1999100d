import { builtInStages } from "@refract/collect";
import { createStudySchema } from "@refract/core";

/** The schema of study files over the stages that come with Refract. */
export function builtInStudySchema(): ReturnType<typeof createStudySchema> {
  const [first, ...others] = builtInStages;
  return createStudySchema([first.configSchema, ...others.map((stage) => stage.configSchema)]);
}
