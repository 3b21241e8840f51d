import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import styles from "./Page.module.css";

interface HeadProps {
  title: ReactNode;
  crumb?: { to: string; label: string };
  status?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}

/** Title and status, one plain sentence, the actions. */
export function PageHead({ title, crumb, status, sub, actions }: HeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1>
          {crumb && (
            <Link to={crumb.to} className={styles.crumb}>
              {crumb.label}
            </Link>
          )}
          <span>{title}</span>
          {status}
        </h1>
        {sub && <p className={styles.sub}>{sub}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

interface SectionProps {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, note, aside, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {note && <span className={styles.note}>{note}</span>}
        {aside && <span className={styles.push}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A page with a right-hand column, divided by one hairline. */
export function Columns({ main, aside }: { main: ReactNode; aside: ReactNode }) {
  return (
    <div className={styles.columns}>
      <div>{main}</div>
      <aside>{aside}</aside>
    </div>
  );
}
