import "../identity/fonts.css";
import "../identity/tokens.css";
import "../identity/base.css";
import "./start-page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { StartPage } from "./start-page.tsx";
import { takeKeyFromAddress } from "./take-key-from-address.ts";

takeKeyFromAddress();

const place = document.getElementById("page");
if (place === null) throw new Error("the page has no place to draw on");
// A browser that can't run the pages has been told so there (support/browser-support.js).
if (document.documentElement.dataset.unsupported === undefined)
  createRoot(place).render(
    <StrictMode>
      <StartPage />
    </StrictMode>,
  );
