import { useEffect, useRef, useState } from "react";
import styles from "./Spoken.module.css";

const SPOKEN_EVERY = 30_000;

/** Announced politely, at most every 30 seconds; a failure at once. Nobody sees it. */
export function Spoken({ text, failure = "" }: { text: string; failure?: string }) {
  const [said, setSaid] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), SPOKEN_EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p className={styles.spoken} role="status">
        {said}
      </p>
      {failure !== "" && (
        <p className={styles.spoken} role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
