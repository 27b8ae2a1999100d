import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../participant/session-context.tsx";
import { hasTouchKeyboard } from "./is-typing.ts";

/** Where this browser remembers that the keys are off. */
const place = "number-keys";

export interface NumberKeys {
  /** Whether there is a keyboard to press them on; where there is none they do nothing. */
  readonly areOffered: boolean;
  /** Whether they pick. */
  readonly areOn: boolean;
  readonly turn: (on: boolean) => void;
}

/** Whether single digits pick answers. Who speaks to the computer says digits without meaning to pick, so they can be turned off. */
export function useNumberKeys(): NumberKeys {
  const { memory } = useSession();
  const [areOffered] = useState(() => !hasTouchKeyboard());
  const [areWanted, setAreWanted] = useState(() => memory.draft(place) !== "off");
  const turn = useCallback(
    (on: boolean) => {
      memory.saveDraft(place, on ? "" : "off");
      setAreWanted(on);
    },
    [memory],
  );
  return { areOffered, areOn: areOffered && areWanted, turn };
}

export function NumberKeysSwitch({ keys }: { readonly keys: NumberKeys }) {
  const { t } = useTranslation();
  if (!keys.areOffered) return null;
  return (
    <label className="tick small quiet">
      <input type="checkbox" checked={keys.areOn} onChange={(event) => keys.turn(event.target.checked)} />
      <span>{t("common.numberKeys")}</span>
    </label>
  );
}
