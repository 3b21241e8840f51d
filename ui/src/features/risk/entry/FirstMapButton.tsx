import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../../components/Button";
import { useTranslate } from "../../../i18n";

/** The way to a first map, for a place that has none yet. */
export function FirstMapButton() {
  const t = useTranslate();
  const navigate = useNavigate();
  return (
    <Button kind="primary" onPress={() => void navigate({ to: "/map/first" })}>
      {t("entry-add-first")}
    </Button>
  );
}
