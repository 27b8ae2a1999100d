import { memo } from "react";
import { useTranslation } from "react-i18next";
import ReactMarkdown, { type Components } from "react-markdown";

/**
 * Markdown from a study or a model as text to read. HTML in it is left out, pictures are only named (loading one would
 * tell a stranger that it is read), and links open elsewhere without saying where they come from.
 */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="reading" dir="auto">
      <ReactMarkdown skipHtml components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

/** Headings within a text never compete with those of the page. */
const components: Components = {
  a: ({ href, children }) =>
    href === undefined || href === "" ? (
      <span>{children}</span>
    ) : (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
      </a>
    ),
  img: ({ alt }) => <PictureName alt={alt ?? ""} />,
  h1: ({ children }) => <p className="text-heading">{children}</p>,
  h2: ({ children }) => <p className="text-heading">{children}</p>,
  h3: ({ children }) => <p className="text-heading">{children}</p>,
  h4: ({ children }) => <p className="text-heading">{children}</p>,
  h5: ({ children }) => <p className="text-heading">{children}</p>,
  h6: ({ children }) => <p className="text-heading">{children}</p>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide code scrolls, and must do so by keyboard too
    <pre tabIndex={0} dir="ltr">
      {children}
    </pre>
  ),
};

function PictureName({ alt }: { readonly alt: string }) {
  const { t } = useTranslation();
  return (
    <span className="quiet">[{alt === "" ? t("common.picture") : `${t("common.picture")}: ${alt}`}]</span>
  );
}
