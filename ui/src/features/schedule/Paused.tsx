import Play from "lucide-react/icons/play";
import { usePausing } from "../../app/pausing";
import { Button } from "../../components/Button";
import { Banner } from "../../components/States";
import type { PauseView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";

/** Until when something is paused, who did it and why, and the way out. */
export function Paused({ pause }: { pause: PauseView }) {
  const t = useTranslate();
  const format = useFormat();
  const pausing = usePausing();
  return (
    <Banner
      state="paused"
      title={t(pause.control ? "paused-one" : "paused-all", {
        when: format.when(pause.until),
        person: pause.person,
      })}
      action={
        <Button icon={Play} isDisabled={pausing.isBusy} onPress={() => pausing.resume(pause.control?.id)}>
          {t(pause.control ? "pause-resume" : "pause-resume-all")}
        </Button>
      }
    >
      {pause.reason}
    </Banner>
  );
}
