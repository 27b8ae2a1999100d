/** The file a study begins with; other files of its bundle are named in it. */
export const studyFileName = "study.yaml";
