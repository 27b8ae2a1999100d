import type { TaskItemView } from "@refract/collect/browser";
import { directionOf } from "../language/language-names.ts";

/** What an item shows before its question: texts as they are, with their line breaks, and pictures. */
export function Stimulus({ parts }: { readonly parts: TaskItemView["stimulus"] }) {
  if (parts.length === 0) return null;
  return (
    <div className="task-stimulus stack">
      {parts.map((part, index) =>
        part.kind === "text" ? (
          <p
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an item never change places
            key={index}
            className="reading"
            lang={part.language ?? undefined}
            dir={part.language === null ? "auto" : directionOf(part.language)}
          >
            {part.text}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an item never change places
          <img key={index} src={part.source} alt={part.description} />
        ),
      )}
    </div>
  );
}
