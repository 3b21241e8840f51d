import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./Tip.module.css";

interface TipProps {
  text: string;
  children: ReactElement;
  isDisabled?: boolean;
}

/** A name for something shown as an icon only. The child must be focusable by React Aria. */
export function Tip({ text, children, isDisabled = false }: TipProps) {
  return (
    <TooltipTrigger delay={400} isDisabled={isDisabled}>
      {children}
      <Tooltip className={styles.tip} placement="right" offset={8}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
