import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Select } from "../../components/Fields";
import { LEVELS } from "../../components/Ladder";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Banner, Loaded, Refusal } from "../../components/States";
import type { BackupRow, CompareRow, Level, ScheduledLine } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { isAdopted } from "../backups/source";
import { LineEditor } from "./LineEditor";
import { useNextTimes } from "./useNextTimes";
import { useScheduleWords } from "./words";

/** Where a line that is not there yet begins. */
const FIRST = "30 2 * * *";
const COPIES = "copies";

interface ScheduleSheetProps {
  backup?: string | undefined;
  /** Null: the copies. */
  level?: Level | null | undefined;
  onClose: () => void;
}

/** One line of the schedule: of which backup, of what, and when. */
export function ScheduleSheet({ backup, level, onClose }: ScheduleSheetProps) {
  const t = useTranslate();
  const backups = useAnswer("backup_list", {});
  const comparisons = useAnswer("compare_list", {});
  const lines = useAnswer("schedule_lines", {});
  return (
    <Sheet title={t("line-title")} isOpen onClose={onClose}>
      <Loaded query={backups}>
        {({ backups: rows }) => (
          <Loaded query={lines}>
            {(data) =>
              rows.length + (comparisons.data?.parallel_runs.length ?? 0) === 0 ? (
                <>
                  <p>{t("line-no-backups")}</p>
                  <SheetActions>
                    <Button onPress={onClose}>{t("action-close")}</Button>
                  </SheetActions>
                </>
              ) : (
                <Chosen
                  rows={rows}
                  comparisons={comparisons.data?.parallel_runs ?? []}
                  lines={data.lines}
                  backup={backup}
                  level={level}
                  onClose={onClose}
                />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Sheet>
  );
}

interface ChosenProps extends ScheduleSheetProps {
  rows: BackupRow[];
  comparisons: CompareRow[];
  lines: ScheduledLine[];
}

function Chosen({ rows, comparisons, lines, backup, level, onClose }: ChosenProps) {
  const t = useTranslate();
  const words = useScheduleWords();
  const [id, setId] = useState(backup ?? rows[0]?.id ?? comparisons[0]?.id ?? "");
  const [what, setWhat] = useState<Level | typeof COPIES>(
    level === undefined ? "content" : (level ?? COPIES),
  );
  const row = rows.find((one) => one.id === id);
  const comparison = comparisons.find((one) => one.id === id);
  const adopted = row !== undefined && isAdopted(row.source);
  // A comparison has one line, and it has no level.
  const chosen = comparison ? COPIES : adopted && what === COPIES ? "content" : what;
  const there = lines.find((line) => line.control.id === id && (line.level ?? COPIES) === chosen);
  const choices = [...(adopted ? [] : [COPIES]), ...LEVELS] as (Level | typeof COPIES)[];
  return (
    <div className={sheets.form}>
      <p className={sheets.text}>{t("line-text")}</p>
      <Select
        label={t("line-backup")}
        value={id}
        onChange={setId}
        options={[...rows, ...comparisons].map((one) => ({ id: one.id, label: one.title }))}
      />
      {!comparison && (
        <Select
          label={t("line-what")}
          value={chosen}
          onChange={(next) => setWhat(choices.find((one) => one === next) ?? "content")}
          options={choices.map((one) => ({
            id: one,
            label: words.what(one === COPIES ? "backup" : "verify", one === COPIES ? null : one),
          }))}
        />
      )}
      <When
        key={`${id} ${chosen}`}
        control={id}
        title={row?.title ?? comparison?.title ?? id}
        isComparison={comparison !== undefined}
        level={chosen === COPIES ? null : chosen}
        there={there}
        onClose={onClose}
      />
    </div>
  );
}

interface WhenProps {
  control: string;
  title: string;
  isComparison: boolean;
  level: Level | null;
  there: ScheduledLine | undefined;
  onClose: () => void;
}

function When({ control, title, isComparison, level, there, onClose }: WhenProps) {
  const t = useTranslate();
  const notice = useNotice();
  const set = useCommand("schedule_set");
  const [line, setLine] = useState<string | null>(there?.line ?? FIRST);
  const [isClearing, setClearing] = useState(false);
  const { isKnown, report } = useNextTimes(line);
  const which = { control, ...(level === null ? {} : { level }) };

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (line === null || !isKnown) return;
    set.mutate(
      { ...which, line },
      {
        onSuccess: () => {
          onClose();
          notice(t("line-saved", { backup: title, words: report?.words ?? line }));
        },
      },
    );
  };
  const clear = () =>
    set.mutate(which, {
      onSuccess: () => {
        onClose();
        notice(t("line-cleared", { backup: title }));
      },
    });

  if (isClearing) {
    return (
      <>
        <Banner state="attention" title={t("line-clear-question")}>
          {isComparison
            ? t("line-clear-comparison", { backup: title })
            : t(level === null ? "line-clear-copies" : "line-clear-checks", { backup: title })}
        </Banner>
        <Refusal error={set.error} />
        <SheetActions>
          <Button onPress={() => setClearing(false)}>{t("line-keep")}</Button>
          <Button kind="danger" onPress={clear} isDisabled={set.isPending}>
            {t("line-clear")}
          </Button>
        </SheetActions>
      </>
    );
  }
  return (
    <form onSubmit={save} className={sheets.form}>
      <LineEditor line={there?.line ?? FIRST} onChange={setLine} label={t("line-when")} />
      <Refusal error={set.error} />
      <SheetActions>
        {there ? (
          <span className={sheets.why}>
            <Button kind="quiet" onPress={() => setClearing(true)}>
              {t("line-clear-ask")}
            </Button>
          </span>
        ) : (
          <span className={sheets.why}>{t("line-none-yet")}</span>
        )}
        <Button onPress={onClose}>{t("action-cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isKnown || set.isPending}>
          {t("line-save")}
        </Button>
      </SheetActions>
    </form>
  );
}
