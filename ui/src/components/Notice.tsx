import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import styles from "./Notice.module.css";

const NoticeContext = createContext<(text: string) => void>(() => {});
export const useNotice = () => useContext(NoticeContext);

const SHOWN_MS = 6000;

/** One quiet line at the foot of the page, announced politely, gone by itself. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(""), SHOWN_MS);
  }, []);
  return (
    <NoticeContext value={show}>
      {children}
      <div className={styles.place} role="status">
        {text && <p className={styles.notice}>{text}</p>}
      </div>
    </NoticeContext>
  );
}
