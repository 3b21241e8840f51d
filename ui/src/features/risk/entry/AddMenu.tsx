import { useNavigate } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Button } from "../../../components/Button";
import { Menu } from "../../../components/Menu";
import { useTranslate } from "../../../i18n";
import { AddSheet } from "./AddSheet";
import { ImportSheet } from "./ImportSheet";
import { TemplateSheet } from "./TemplateSheet";

export const ADDS = ["process", "component", "option", "template", "file", "first"] as const;
type Add = (typeof ADDS)[number];

/** Every way in which something gets onto the map. */
export function AddMenu() {
  const t = useTranslate();
  const navigate = useNavigate();
  const [add, setAdd] = useState<Add | null>(null);
  const close = () => setAdd(null);
  return (
    <>
      <Menu
        button={<Button icon={Plus}>{t("entry-add")}</Button>}
        items={ADDS.map((id) => ({ id, title: t(`entry-add-${id}`), text: t(`entry-add-${id}-text`) }))}
        onAction={(id) => (id === "first" ? void navigate({ to: "/map/first" }) : setAdd(id))}
      />
      {(add === "process" || add === "component" || add === "option") && (
        <AddSheet of={add} onClose={close} />
      )}
      {add === "template" && <TemplateSheet onClose={close} />}
      {add === "file" && <ImportSheet onClose={close} />}
    </>
  );
}
