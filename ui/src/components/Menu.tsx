import type { ReactElement } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import styles from "./Menu.module.css";

interface MenuProps<T extends string> {
  /** The button that opens it. */
  button: ReactElement;
  items: { id: T; title: string; text?: string }[];
  onAction: (id: T) => void;
  placement?: "bottom end" | "top start";
}

/** Verbs, each with a line that says what it means. */
export function Menu<T extends string>({ button, items, onAction, placement = "bottom end" }: MenuProps<T>) {
  return (
    <MenuTrigger>
      {button}
      <Popover className={styles.popover ?? ""} placement={placement}>
        <AriaMenu className={styles.menu ?? ""} onAction={(key) => onAction(key as T)}>
          {items.map(({ id, title, text }) => (
            <MenuItem key={id} id={id} textValue={title} className={styles.item ?? ""}>
              <b>{title}</b>
              {text && <small>{text}</small>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
