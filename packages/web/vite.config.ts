import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The fonts that every first page needs are asked for with the page, before its styles have said so. */
const preloadedFonts = /source-(?:sans-3-latin-wght|serif-4-latin-600)-normal-[^/]*\.woff2$/;

const preloadFonts: Plugin = {
  name: "preload-fonts",
  enforce: "post",
  transformIndexHtml: (_html, { bundle }) =>
    Object.keys(bundle ?? {})
      .filter((name) => preloadedFonts.test(name))
      .map((name) => ({
        tag: "link",
        attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${name}`, crossorigin: "" },
        injectTo: "head",
      })),
};

/** A script of its own before all others, which old browsers can read. */
const checkBrowser: Plugin = {
  name: "check-browser",
  enforce: "post",
  async buildStart() {
    const [script = "", texts = ""] = await Promise.all(
      ["browser-support.js", "support-words.json"].map((name) =>
        readFile(page(`src/support/${name}`), "utf8"),
      ),
    );
    const words = JSON.parse(texts);
    const all = `refractSupportWords(${JSON.stringify(words)});\n`;
    const address = `assets/support-words-${createHash("sha256").update(all).digest("base64url").slice(0, 8)}.js`;
    this.emitFile({ type: "asset", fileName: address, source: all });
    const given = `${JSON.stringify(words.en)}, ${JSON.stringify(`/${address}`)}`;
    // Everybody fetches it first: without its comments and margins.
    const source = script
      .replace("/* english and address */", () => given)
      .replace(/^\s*(?:\/\/|\/\*\*).*\n|^\s+/gm, "");
    this.emitFile({ type: "asset", name: "browser-support.js", source });
  },
  transformIndexHtml: (_html, { bundle }) =>
    Object.keys(bundle ?? {})
      .filter((name) => /browser-support-[^/]*\.js$/.test(name))
      .map((name) => ({ tag: "script", attrs: { src: `/${name}` }, injectTo: "head-prepend" })),
};

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [react(), checkBrowser, preloadFonts],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // What support/browser-support.js asks for, and docs/languages.md says.
    target: ["chrome111", "edge111", "firefox115", "safari16.4"],
    // The content security policy allows no data: fonts and no inline script, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The survey library is one large part, fetched only when a survey comes.
    chunkSizeWarningLimit: 1600,
    rollupOptions: {
      input: { participant: page("participant.html"), start: page("start.html") },
      output: {
        // Few files for the first load instead of one for every small module both pages share.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: "words",
              test: /node_modules[\\/](i18next|react-i18next|html-parse-stringify|void-elements)[\\/]/,
            },
            { name: "frame", test: /web[\\/]src[\\/](page|http|participant)[\\/](?!main)/ },
          ],
        },
      },
    },
  },
});
