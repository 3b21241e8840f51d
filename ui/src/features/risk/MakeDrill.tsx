import { useNavigate } from "@tanstack/react-router";
import Timer from "lucide-react/icons/timer";
import { Button } from "../../components/Button";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./Inspector.module.css";
import type { MapState } from "./useMap";

/** The drills of the pairs in which what is switched off comes first. Several at once are no drill. */
function useDrills(off: string[]) {
  const pairs = useAnswer("provider_list", {}).data?.pairs ?? [];
  const drills = useAnswer("drill_list", {}).data?.drills ?? [];
  const [only, ...more] = off;
  if (only === undefined || more.length > 0) return [];
  const own = pairs.filter(({ primary }) => primary.id === only).map(({ id }) => id);
  return drills.filter(({ pair }) => own.includes(pair.id));
}

/** From the picture to the real thing. */
export function MakeDrill({ map }: { map: MapState }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const drills = useDrills(map.off);
  if (drills.length === 0) return null;
  return (
    <section>
      {drills.map(({ id, title }) => (
        <div key={id}>
          <Button
            icon={Timer}
            aria-label={t("risk-make-drill-of", { drill: title })}
            onPress={() => void navigate({ to: "/drills/$id", params: { id } })}
          >
            {t("risk-make-drill")}
          </Button>
          <p className={styles.quiet}>{title}</p>
        </div>
      ))}
    </section>
  );
}
