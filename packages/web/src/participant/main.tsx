import "../identity/fonts.css";
import "../identity/tokens.css";
import "../identity/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startLanguages } from "../language/interface-language.ts";
import { Announcer } from "../page/announcer.tsx";
import { studyIdOfPath, wantedLanguages } from "./entry-address.ts";
import { ParticipantApp } from "./participant-app.tsx";

await startLanguages(wantedLanguages(window.location.search, navigator.languages));
const place = document.getElementById("page");
if (place === null) throw new Error("the page has no place to draw on");
// A browser that can't run the pages has been told so there (support/browser-support.js).
if (document.documentElement.dataset.unsupported === undefined)
  createRoot(place).render(
    <StrictMode>
      <Announcer>
        <ParticipantApp studyId={studyIdOfPath(window.location.pathname)} />
      </Announcer>
    </StrictMode>,
  );
