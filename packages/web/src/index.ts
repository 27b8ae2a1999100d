export { buildWeb, type WebAssets, webAssets } from "./build/web-assets.ts";
