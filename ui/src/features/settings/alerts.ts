import type { AlertSettings, MailSecurity, SaveAlertSettings } from "../../contract/types";

/** The form: everything as it is typed. The secrets begin empty and are never filled from what is saved. */
export interface AlertForm {
  desktop: boolean;
  email: boolean;
  to: string;
  from: string;
  server: string;
  security: MailSecurity;
  user: string;
  password: string;
  webhook: boolean;
  url: string;
  secret: string;
  command: boolean;
  words: string;
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  digest: boolean;
  digestLine: string | null;
  heartbeat: boolean;
  heartbeatUrl: string;
  heartbeatEvery: number;
}

export const HEARTBEAT_EVERY: readonly number[] = [60, 300, 900, 1800, 3600];
/** Monday morning, before the week begins. */
export const DIGEST = "0 8 * * 1";

export function formOf(settings: AlertSettings): AlertForm {
  const { email, webhook, command, heartbeat_out: heartbeat, quiet_hours: quiet, digest } = settings;
  const [quietFrom = "22:00", quietTo = "07:00"] = quiet?.split("-") ?? [];
  return {
    desktop: settings.desktop,
    email: email !== undefined,
    to: email?.to.join(", ") ?? "",
    from: email?.from ?? "",
    server: email?.server ?? "",
    security: email?.security ?? "start_tls",
    user: email?.user ?? "",
    password: "",
    webhook: webhook !== undefined,
    url: webhook?.url ?? "",
    secret: "",
    command: command !== undefined,
    words: command?.join("\n") ?? "",
    quiet: quiet !== undefined,
    quietFrom,
    quietTo,
    digest: digest !== undefined,
    digestLine: digest ?? DIGEST,
    heartbeat: heartbeat !== undefined,
    heartbeatUrl: heartbeat?.url ?? "",
    heartbeatEvery: heartbeat?.every_seconds ?? 900,
  };
}

const parts = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean);

/** What is sent to be saved. What the form does not show, such as where a secret is kept, stays as it was. */
export function requestOf(form: AlertForm, before: AlertSettings): SaveAlertSettings {
  const settings: AlertSettings = { desktop: form.desktop };
  if (form.email) {
    settings.email = {
      to: parts(form.to, /[,;\s]+/),
      ...(form.from.trim() === "" ? {} : { from: form.from.trim() }),
      server: form.server.trim(),
      security: form.security,
      ...(form.user.trim() === "" ? {} : { user: form.user.trim() }),
      ...(before.email?.login ? { login: before.email.login } : {}),
    };
  }
  if (form.webhook) {
    settings.webhook = {
      url: form.url.trim(),
      ...(before.webhook?.secret ? { secret: before.webhook.secret } : {}),
    };
  }
  if (form.command) settings.command = parts(form.words, /\n/);
  if (form.quiet) settings.quiet_hours = `${form.quietFrom.trim()}-${form.quietTo.trim()}`;
  if (form.digest && form.digestLine !== null) settings.digest = form.digestLine;
  if (form.heartbeat) {
    settings.heartbeat_out = { url: form.heartbeatUrl.trim(), every_seconds: form.heartbeatEvery };
  }
  return {
    settings,
    ...(form.email && form.password !== "" ? { email_password: form.password } : {}),
    ...(form.webhook && form.secret !== "" ? { webhook_secret: form.secret } : {}),
  };
}

export type Field = "to" | "server" | "url" | "words" | "quiet" | "digest" | "heartbeat";

/** What is plainly missing; the rest is for the program to judge. */
export function missing(form: AlertForm, isClock: (text: string) => boolean): Field[] {
  const found: Field[] = [];
  if (form.email && parts(form.to, /[,;\s]+/).length === 0) found.push("to");
  if (form.email && form.server.trim() === "") found.push("server");
  if (form.webhook && form.url.trim() === "") found.push("url");
  if (form.command && parts(form.words, /\n/).length === 0) found.push("words");
  if (form.quiet && !(isClock(form.quietFrom) && isClock(form.quietTo))) found.push("quiet");
  if (form.digest && form.digestLine === null) found.push("digest");
  if (form.heartbeat && form.heartbeatUrl.trim() === "") found.push("heartbeat");
  return found;
}

const FIELDS: [RegExp, Field][] = [
  [/email\.to\b/, "to"],
  [/email\.server\b|\bserver$/, "server"],
  [/webhook\.url\b/, "url"],
  [/\bcommand\b/, "words"],
  [/quiet_hours/, "quiet"],
  [/digest/, "digest"],
  [/heartbeat/, "heartbeat"],
];

/** The field that a refusal is about, if it names one that the form shows. */
export const fieldOf = (name: string | undefined): Field | null =>
  FIELDS.find(([pattern]) => name !== undefined && pattern.test(name))?.[1] ?? null;
