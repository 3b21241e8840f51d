import { useCallback } from "react";
import { useNotice } from "../../components/Notice";
import type { WireError } from "../../contract/types";
import { useErrorWords } from "../../i18n";
import { useCommand } from "../../platform/context";

/** Asks every probe of a pair now, whatever its rhythm, and says why where that is refused. */
export function useProbing(): (id: string) => void {
  const notice = useNotice();
  const words = useErrorWords();
  const { mutateAsync } = useCommand("provider_probe");
  return useCallback(
    (id) =>
      // The promise, not the callbacks: these end with the component, and the palette closes before the answer.
      void mutateAsync({ id }).catch((error: WireError) => {
        const { message, hint } = words(error);
        notice(`${message} ${hint}`);
      }),
    [mutateAsync, notice, words],
  );
}
