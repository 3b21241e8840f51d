import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import styles from "./Notice.module.css";

interface NoticeAction {
  label: string;
  onPress: () => void;
}
type ShowNotice = (text: string, action?: NoticeAction) => void;

const NoticeContext = createContext<ShowNotice>(() => {});
export const useNotice = () => useContext(NoticeContext);

const SHOWN_MS = 6000;
/** What can be pressed stays until one could have reached it. */
const SHOWN_WITH_ACTION_MS = 15_000;

/** One quiet line at the foot of the page, announced politely, gone by itself. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ text: string; action?: NoticeAction }>({ text: "" });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback<ShowNotice>((text, action) => {
    clearTimeout(timer.current);
    setShown(action ? { text, action } : { text });
    timer.current = setTimeout(() => setShown({ text: "" }), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }, []);
  const { text, action } = shown;
  return (
    <NoticeContext value={show}>
      {children}
      <div className={styles.place} role="status">
        {text && (
          <p className={styles.notice}>
            {text}
            {action && (
              <AriaButton
                className={styles.action ?? ""}
                onPress={() => {
                  setShown({ text: "" });
                  action.onPress();
                }}
              >
                {action.label}
              </AriaButton>
            )}
          </p>
        )}
      </div>
    </NoticeContext>
  );
}
