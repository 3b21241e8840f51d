import Search from "lucide-react/icons/search";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Glyph } from "../components/Glyph";
import { Icon } from "../components/Icon";
import { useTranslate } from "../i18n";
import styles from "./Palette.module.css";
import { type Hit, split, usePaletteHits } from "./paletteHits";

const DO_LIMIT = 5;
const GO_LIMIT = 8;

/** Do first, then Go to; each hit with its state. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const find = usePaletteHits();
  const { hits, groups } = useMemo(() => {
    const found = find(text);
    const groups = [
      { name: "do", hits: found.filter((hit) => hit.group === "do").slice(0, DO_LIMIT) },
      { name: "go", hits: found.filter((hit) => hit.group === "go").slice(0, GO_LIMIT) },
    ].filter((group) => group.hits.length > 0);
    return { groups, hits: groups.flatMap((group) => group.hits) };
  }, [find, text]);
  const selected = hits[Math.min(at, hits.length - 1)];

  const choose = (hit: Hit) => {
    onClose();
    hit.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && selected) {
      event.preventDefault();
      choose(selected);
    }
  };

  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles.scrim}>
      <Modal className={styles.palette}>
        <Dialog aria-label={t("palette-title")} className={styles.dialog}>
          <div className={styles.ask}>
            <Icon of={Search} />
            <input
              autoFocus
              role="combobox"
              aria-expanded={hits.length > 0}
              aria-controls="palette-hits"
              aria-activedescendant={selected ? `hit-${selected.id}` : undefined}
              aria-label={t("palette-title")}
              placeholder={t("palette-placeholder")}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div id="palette-hits" role="listbox" aria-label={t("palette-title")} className={styles.hits}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
              <div key={group.name} role="group" aria-label={t(`palette-${group.name}`)}>
                <p aria-hidden="true">{t(`palette-${group.name}`)}</p>
                {group.hits.map((hit) => (
                  <HitRow
                    key={hit.id}
                    hit={hit}
                    text={text}
                    isSelected={hit === selected}
                    onChoose={choose}
                  />
                ))}
              </div>
            ))}
          </div>
          {hits.length === 0 && <p className={styles.none}>{t("palette-none")}</p>}
          <footer className={styles.footer}>
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> {t("palette-choose")}
            </span>
            <span>
              <kbd>Enter</kbd> {t("palette-open")}
            </span>
            <span className={styles.push}>
              <kbd>Esc</kbd> {t("palette-close")}
            </span>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface HitRowProps {
  hit: Hit;
  text: string;
  isSelected: boolean;
  onChoose: (hit: Hit) => void;
}

function HitRow({ hit, text, isSelected, onChoose }: HitRowProps) {
  const [before, match, after] = split(hit.title, text);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active hit
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled in the field
    <div
      id={`hit-${hit.id}`}
      role="option"
      aria-selected={isSelected}
      className={styles.hit}
      onClick={() => onChoose(hit)}
    >
      {hit.state ? <Glyph state={hit.state} /> : hit.icon && <Icon of={hit.icon} />}
      <span>
        {before}
        <mark>{match}</mark>
        {after}
      </span>
      <small>{hit.note}</small>
    </div>
  );
}
