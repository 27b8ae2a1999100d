export { type MadeFiles, type MadeFolder, madeFolder, madeReleaseFiles } from "./made-files.ts";
export {
  type MadeParticipant,
  type MadeReleaseOptions,
  madeParticipants,
  madeReleaseModels,
} from "./made-release.ts";
export { type MadeReleaseSize, writeMadeRelease } from "./write-made-release.ts";
