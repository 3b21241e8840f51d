import { LocalizationProvider, ReactLocalization, useLocalization } from "@fluent/react";
import { createContext, Fragment, type ReactNode, useContext, useMemo } from "react";
import type { AppState, WireError, WireFinding } from "../contract/types";
import { type Format, makeFormat, type Translate } from "./format";
import { localNumbers, makeBundle, numberLocale, tryMessage, type Values } from "./messages";

export type { Format, Translate } from "./format";

interface Speech {
  format: Format;
  translate: Translate;
}
const SpeechContext = createContext<Speech | null>(null);

interface SpeechProviderProps {
  state: AppState | null;
  /** The clock of the workspace, in milliseconds. */
  now: () => number;
  children: ReactNode;
}

export function SpeechProvider({ state, now, children }: SpeechProviderProps) {
  const locale = numberLocale(state?.locale ?? "");
  const timezone = state?.workspace?.timezone ?? "UTC";
  const localization = useMemo(() => new ReactLocalization([makeBundle()], null), []);
  const speech = useMemo(() => {
    const translate: Translate = (id, values) =>
      localization.getString(id, values && localNumbers(values, locale));
    return { translate, format: makeFormat({ locale, timezone, now, translate }) };
  }, [localization, locale, timezone, now]);
  return (
    <LocalizationProvider l10n={localization}>
      <SpeechContext value={speech}>{children}</SpeechContext>
    </LocalizationProvider>
  );
}

function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error("useSpeech outside SpeechProvider");
  return speech;
}

export const useTranslate = (): Translate => useSpeech().translate;
export const useFormat = (): Format => useSpeech().format;

/** A sentence of the catalogue or, where it lacks one or a value, the words the backend sent along. */
export function useMessageOr() {
  const { l10n } = useLocalization();
  return (id: string, values: Values, otherwise: string): string => {
    const bundle = l10n.getBundle(id);
    return (bundle && tryMessage(bundle as Parameters<typeof tryMessage>[0], id, values)) ?? otherwise;
  };
}

/** What went wrong and what to do, in the words of the catalogue: of the reason where it has a sentence of its own. */
export function useErrorWords() {
  const messageOr = useMessageOr();
  return ({ code, message, hint, params }: WireError) => {
    const what = messageOr(`error-${code}`, params, message);
    // A guess at what was meant says more than the general hint.
    const next = params.nearest ? hint : messageOr(`error-${code}-hint`, params, hint);
    if (params.reason === undefined) return { message: what, hint: next };
    return {
      message: messageOr(`error-${code}-${params.reason}`, params, what),
      hint: params.nearest ? hint : messageOr(`error-${code}-${params.reason}-hint`, params, next),
    };
  };
}

/** What a check found and what to do. Some kinds have a sentence of their own for the reason of the finding. */
export function useFindingWords() {
  const messageOr = useMessageOr();
  return ({ kind, subject, detail, hint, params }: WireFinding) => {
    const values = { ...params, subject, detail };
    const what = messageOr(`finding-${kind}`, values, detail);
    const next = messageOr(`finding-${kind}-hint`, values, hint);
    if (params.reason === undefined) return { what, hint: next };
    return {
      what: messageOr(`finding-${kind}-${params.reason}`, values, detail),
      hint: messageOr(`finding-${kind}-${params.reason}-hint`, values, hint),
    };
  };
}

/**
 * A sentence with elements in it. Each node stands for a value; the sentence is formatted with private-use
 * characters in their places and then cut there, so that no markup is ever parsed.
 */
export function Sentence({
  id,
  values = {},
  nodes,
}: {
  id: string;
  values?: Values;
  nodes: Record<string, ReactNode>;
}) {
  const t = useTranslate();
  const names = Object.keys(nodes);
  const marks = Object.fromEntries(names.map((name, index) => [name, String.fromCharCode(0xe000 + index)]));
  const pieces = t(id, { ...values, ...marks }).split(/([\uE000-\uE0FF])/);
  return (
    <>
      {pieces.map((piece, index) => {
        const name = names[piece.charCodeAt(0) - 0xe000];
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move
        return <Fragment key={index}>{name === undefined ? piece : nodes[name]}</Fragment>;
      })}
    </>
  );
}
