/** A study to start from: a folder with `study.yaml`, every file it names, and a README. */
export interface StudyTemplate {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Absolute path of its files. */
  readonly folder: string;
}
