import { join } from "node:path";
import type { MissingReason } from "@refract/core";
import type { FileDefinition } from "../codebook/field-definition.ts";
import { FileTally } from "../codebook/field-tally.ts";
import { itemsFile, responsesFile } from "../codebook/item-fields.ts";
import { conversationsFile, metadataFile, modelsFile, utterancesFile } from "../codebook/release-fields.ts";
import {
  answersFile,
  detectionsFile,
  slotsFile,
  timingsFile,
  verdictsFile,
} from "../codebook/side-fields.ts";
import { surveyFile } from "../codebook/survey-fields.ts";
import { LineFile, type WrittenFile } from "./line-file.ts";
import type { ReleaseStudy } from "./release-source.ts";

/** A JSONL file of a release: every record is written, hashed and counted for the codebook in one go. */
export class RecordFile implements AsyncDisposable {
  readonly tally: FileTally;
  readonly #file: LineFile;

  private constructor(file: LineFile, definition: FileDefinition) {
    this.#file = file;
    this.tally = new FileTally(definition);
  }

  static async create(folder: string, definition: FileDefinition): Promise<RecordFile> {
    return new RecordFile(await LineFile.create(join(folder, definition.name), definition.name), definition);
  }

  async write(record: object, reasons?: ReadonlyMap<string, MissingReason>): Promise<void> {
    this.tally.add(record, reasons);
    await this.#file.writeRecord(record);
  }

  finish(): Promise<WrittenFile> {
    return this.#file.finish();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file[Symbol.asyncDispose]();
  }
}

/** The open JSONL files of a release, in the codebook's order. */
export class ReleaseFiles implements AsyncDisposable {
  readonly survey: RecordFile;
  readonly conversations: RecordFile;
  readonly utterances: RecordFile;
  readonly metadata: RecordFile;
  readonly models: RecordFile;
  readonly slots: RecordFile;
  readonly answers: RecordFile;
  readonly detections: RecordFile;
  readonly timings: RecordFile;
  /** Only in verdict studies. */
  readonly verdicts: RecordFile | null;
  /** Only in studies that put items to people. */
  readonly items: RecordFile | null;
  readonly responses: RecordFile | null;

  private constructor(files: Omit<ReleaseFiles, typeof Symbol.asyncDispose | "all">) {
    this.survey = files.survey;
    this.conversations = files.conversations;
    this.utterances = files.utterances;
    this.metadata = files.metadata;
    this.models = files.models;
    this.slots = files.slots;
    this.answers = files.answers;
    this.detections = files.detections;
    this.timings = files.timings;
    this.verdicts = files.verdicts;
    this.items = files.items;
    this.responses = files.responses;
  }

  static async create(folder: string, study: ReleaseStudy): Promise<ReleaseFiles> {
    await using opened = new AsyncDisposableStack();
    const open = async (definition: FileDefinition) =>
      opened.use(await RecordFile.create(folder, definition));
    const files = new ReleaseFiles({
      survey: await open(surveyFile(study)),
      conversations: await open(conversationsFile(study)),
      utterances: await open(utterancesFile(study)),
      metadata: await open(metadataFile),
      models: await open(modelsFile),
      slots: await open(slotsFile),
      answers: await open(answersFile),
      detections: await open(detectionsFile),
      timings: await open(timingsFile),
      verdicts: study.conversations?.judge.kind === "verdict" ? await open(verdictsFile(study)) : null,
      items: study.items === undefined ? null : await open(itemsFile),
      responses: study.items === undefined ? null : await open(responsesFile),
    });
    opened.move();
    return files;
  }

  all(): readonly RecordFile[] {
    const { survey, conversations, utterances, metadata, models, slots, answers, detections, timings } = this;
    const always = [
      ...[survey, conversations, utterances, metadata, models, slots, answers, detections],
      timings,
    ];
    return [...always, ...[this.verdicts, this.items, this.responses].filter((file) => file !== null)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.all()) await file[Symbol.asyncDispose]();
  }
}
