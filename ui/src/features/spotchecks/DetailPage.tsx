import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import Ellipsis from "lucide-react/icons/ellipsis";
import FolderOutput from "lucide-react/icons/folder-output";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { usePausing } from "../../app/pausing";
import { useReady } from "../../app/ready";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import links from "../../components/Links.module.css";
import { Menu } from "../../components/Menu";
import { Columns, PageHead } from "../../components/Page";
import { Banner, Loaded } from "../../components/States";
import type { PauseView, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useRunning } from "../../platform/context";
import { RunPanel } from "../backups/RunPanel";
import { usePause } from "../compare/usePause";
import { Paused } from "../schedule/Paused";
import { type Decidable, DecideSheet } from "./DecideSheet";
import styles from "./DetailPage.module.css";
import { ExportSheet } from "./ExportSheet";
import { History } from "./History";
import { Next } from "./Next";
import { Plan } from "./Plan";
import { Result } from "./Result";
import { Sealed } from "./Sealed";
import { SeedSheet } from "./SeedSheet";
import { Signatures, SignSheet } from "./Signatures";

export function DetailPage() {
  const { id = "" } = useParams({ strict: false });
  const { round }: { round?: number } = useSearch({ strict: false });
  const t = useTranslate();
  const detail = useAnswer("spotcheck_show", { id, ...(round === undefined ? {} : { round }) });
  useReady(!detail.isPending);
  useTicking();
  return (
    <>
      {!detail.data && <PageHead crumb={{ to: "/spotchecks", label: t("nav-spotchecks") }} title={id} />}
      <Loaded query={detail}>{(data) => <Screen detail={data} />}</Loaded>
    </>
  );
}

type Open = { sheet: "seed" | "sign" | "export" } | { sheet: "decide"; item: Decidable };

function Screen({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const [open, setOpen] = useState<Open | null>(null);
  const running = useRunning().find((run) => run.control.id === detail.row.id) ?? null;
  const pause = usePause(detail.row);
  const close = () => setOpen(null);
  const decide = (item: Decidable) => setOpen({ sheet: "decide", item });
  const { row, result, sample } = detail;
  // The stage is that of the newest round: an older one is only read.
  const isOlder = sample !== null && row.round !== sample.round;
  const mayChange = row.stage === "judged" && !isOlder;
  // The sentence and the picture come before what is to be done; signing stands with the signatures.
  const isJudged = result !== null && (mayChange || isOlder || row.stage === "signed");
  return (
    <>
      <PageHead
        crumb={{ to: "/spotchecks", label: t("nav-spotchecks") }}
        title={row.title}
        status={<StatusLabel state={row.status} />}
        sub={<Sub detail={detail} />}
        actions={
          <Actions
            detail={detail}
            pause={pause}
            isBusy={running !== null}
            onExport={sample ? () => setOpen({ sheet: "export" }) : null}
          />
        }
      />
      <Columns
        main={
          <>
            {running && <RunPanel run={running} />}
            {pause && (
              <div className={styles.banner}>
                <Paused pause={pause} />
              </div>
            )}
            {detail.nobody.length > 0 && <Nobody detail={detail} />}
            {isOlder && <Older detail={detail} round={sample.round} />}
            {!running && !isJudged && !isOlder && (
              <Next detail={detail} onSeed={() => setOpen({ sheet: "seed" })} onDecide={decide} />
            )}
            {result && (
              <Result
                detail={detail}
                result={result}
                onDecide={mayChange ? decide : null}
                mayClose={!isOlder && (row.stage === "judged" || row.stage === "signed")}
              />
            )}
            {isJudged && !isOlder && !running && row.stage === "signed" && <Next detail={detail} />}
            {detail.history.length > 0 && <History detail={detail} />}
          </>
        }
        aside={
          <>
            {result && (
              <Signatures
                detail={detail}
                result={result}
                onSign={mayChange ? () => setOpen({ sheet: "sign" }) : null}
              />
            )}
            {sample && <Sealed sample={sample} isBusy={running !== null || isOlder} />}
            <Plan detail={detail} />
          </>
        }
      />
      {open?.sheet === "seed" && <SeedSheet detail={detail} onClose={close} />}
      {open?.sheet === "sign" && <SignSheet detail={detail} onClose={close} />}
      {open?.sheet === "export" && <ExportSheet detail={detail} onClose={close} />}
      {open?.sheet === "decide" && <DecideSheet detail={detail} item={open.item} onClose={close} />}
    </>
  );
}

/** How many of how many, and how they are picked. */
function Sub({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { sample, day } = detail;
  if (!sample) return t("spotcheck-sub-none");
  return t("spotcheck-sub", {
    drawn: sample.drawn_at === null ? "no" : "yes",
    items: sample.sample,
    population: sample.population.count,
    day: day === null ? "" : format.dateInside(day),
    dated: day === null ? "no" : "yes",
  });
}

/** A round that is over, chosen from the history. */
function Older({ detail, round }: { detail: SpotcheckDetail; round: number }) {
  const t = useTranslate();
  const { id } = detail.row;
  return (
    <p className={styles.older}>
      {t("spotcheck-older", { round })}{" "}
      <Link to="/spotchecks/$id" params={{ id }} className={links.link}>
        {t("spotcheck-newest")}
      </Link>
    </p>
  );
}

/** Nobody may look at the own payout, or twice at the same. */
function Nobody({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const edit = () => void navigate({ to: "/spotchecks/$id/edit", params: { id: detail.row.id } });
  return (
    <div className={styles.banner}>
      <Banner
        state="attention"
        title={t("spotcheck-nobody", { count: detail.nobody.length })}
        action={<Button onPress={edit}>{t("spotcheck-nobody-edit")}</Button>}
      >
        {t("spotcheck-nobody-text", { items: format.list(detail.nobody.slice(0, 3)) })}
      </Banner>
    </div>
  );
}

type Act = "freeze" | "edit" | "pause" | "resume";

interface ActionsProps {
  detail: SpotcheckDetail;
  pause: PauseView | null;
  isBusy: boolean;
  onExport: (() => void) | null;
}

function Actions({ detail, pause, isBusy, onExport }: ActionsProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const start = useStart();
  const pausing = usePausing();
  const { open } = useDialogs();
  const { id, stage } = detail.row;
  const act = (chosen: Act) => {
    if (chosen === "freeze") start.freeze(id);
    else if (chosen === "edit") void navigate({ to: "/spotchecks/$id/edit", params: { id } });
    else if (chosen === "resume") pausing.resume(pause?.control?.id);
    else open({ name: "pause", backup: id });
  };
  // A list that was frozen and not drawn from may be frozen anew; a sample that was drawn is worked off first.
  const mayFreeze = !isBusy && !start.isStarting && stage !== null && ["frozen", "signed"].includes(stage);
  return (
    <>
      {onExport && (
        <Button icon={FolderOutput} onPress={onExport}>
          {t("spotcheck-export")}
        </Button>
      )}
      <Menu<Act>
        onAction={act}
        items={[
          { id: "edit", title: t("spotcheck-edit"), text: t("spotcheck-edit-means") },
          ...(mayFreeze
            ? [{ id: "freeze" as const, title: t("spotcheck-freeze"), text: t("spotcheck-freeze-means") }]
            : []),
          pause
            ? {
                id: "resume",
                title: t(pause.control ? "pause-resume" : "pause-resume-all"),
                text: t("parallel-resume-means"),
              }
            : { id: "pause", title: t("pause-action"), text: t("spotcheck-pause-means") },
        ]}
        button={<Button icon={Ellipsis} aria-label={t("parallel-more")} />}
      />
    </>
  );
}
