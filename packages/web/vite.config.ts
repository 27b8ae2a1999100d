import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
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
