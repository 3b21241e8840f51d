import { useCallback } from "react";
import type { WireError } from "../../../contract/types";
import { useErrorWords, useMessageOr, useTranslate } from "../../../i18n";

/** Why the map was not saved, in words that fit a field: there is no file and no line here. */
export function useRefusal(): (error: WireError) => { message: string; hint: string } {
  const t = useTranslate();
  const words = useErrorWords();
  const messageOr = useMessageOr();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language alone
  return useCallback(
    (error) => {
      if (error.code === "older_revision") return { message: t("entry-older"), hint: t("entry-older-hint") };
      const { problem } = error.params;
      const general = words(error);
      if (problem === undefined) return general;
      const message = messageOr(`problem-${problem}`, error.params, general.message);
      return { message: t("entry-refused", { why: message }), hint: t("entry-nothing-saved") };
    },
    [t],
  );
}
