export interface SensitivityAnnotation {
  readonly sample: string;
  readonly knowledge: readonly string[];
  readonly timeSensitive: boolean;
}

/** More than half of the annotators, exactly half is not enough (collection protocol A4; the rule is from memory). */
export function aggregateAnnotations(
  annotations: readonly SensitivityAnnotation[],
): readonly { readonly sample: string; readonly label: "CS" | "CA"; readonly timeSensitive: boolean }[] {
  return [...Map.groupBy(annotations, ({ sample }) => sample)].map(([sample, given]) => {
    const most = (holds: (annotation: SensitivityAnnotation) => boolean) =>
      2 * given.filter(holds).length > given.length;
    return {
      sample,
      label: most(({ knowledge }) => knowledge.some((kind) => kind !== "none")) ? "CS" : "CA",
      timeSensitive: most(({ timeSensitive }) => timeSensitive),
    };
  });
}

/** What the annotation form refuses, and which fields it asks (A3). */
export function annotationForm(knowledge: readonly string[]): {
  readonly refused: string | null;
  readonly fields: readonly string[];
} {
  const refused =
    knowledge.includes("none") && knowledge.length > 1 ? "none excludes every other kind of knowledge" : null;
  return {
    refused,
    fields: [
      ...(knowledge.includes("cultural") ? ["culture"] : []),
      ...(knowledge.includes("regional") ? ["region", "country"] : []),
    ],
  };
}
