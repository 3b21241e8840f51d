import { useNotice } from "../components/Notice";
import type { WireError } from "../contract/types";
import { useErrorWords, useTranslate } from "../i18n";
import { useCommand } from "../platform/context";

/** Stops the schedule of everything for an hour, or lets it go on, from wherever the user is. */
export function usePausing() {
  const t = useTranslate();
  const notice = useNotice();
  const words = useErrorWords();
  const pause = useCommand("pause");
  const resume = useCommand("resume");
  const refused = (error: WireError) => {
    const { message, hint } = words(error);
    notice(`${message} ${hint}`);
  };
  // The promise, not the callbacks: these end with the component, and the palette closes before the answer.
  const told = (answer: Promise<unknown>, done: string) => void answer.then(() => notice(done), refused);
  return {
    anHour: () =>
      told(pause.mutateAsync({ until: "1h", reason: t("pause-hour-reason") }), t("pause-hour-notice")),
    resume: (control?: string) =>
      told(resume.mutateAsync(control === undefined ? {} : { control }), t("pause-resumed")),
    isBusy: pause.isPending || resume.isPending,
  };
}
