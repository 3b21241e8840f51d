import type { LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components";
import styles from "./Button.module.css";
import { Icon } from "./Icon";

interface ButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: LucideIcon;
  /** The icon stands after the words: a menu opens. */
  opens?: boolean;
  small?: boolean;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A verb and a thing. One primary in a view. */
export function Button({
  kind = "plain",
  icon,
  opens = false,
  small = false,
  children,
  ...rest
}: ButtonProps) {
  const shape = children === undefined ? styles.square : "";
  return (
    <AriaButton
      {...rest}
      className={`${styles.button} ${styles[kind]} ${shape} ${small ? styles.small : ""} ${opens ? styles.opens : ""}`}
    >
      {icon && <Icon of={icon} size={14} />}
      {children}
    </AriaButton>
  );
}
