import { describe, expect, it } from "vitest";
import type { AlertSettings } from "../../contract/types";
import { readClock } from "../schedule/line";
import { fieldOf, formOf, missing, requestOf } from "./alerts";

const isClock = (text: string) => readClock(text) !== null;

const full: AlertSettings = {
  desktop: true,
  email: {
    to: ["a@example.org", "b@example.org"],
    from: "ballast@example.org",
    server: "mail.example.org:587",
    security: "tls",
    user: "ballast",
    login: { kind: "keyring", name: "alerts-email" },
  },
  webhook: { url: "https://hooks.example.org/1", secret: { kind: "file", name: "alerts-webhook" } },
  command: ["/usr/bin/logger", "-t", "ballast it"],
  heartbeat_out: { url: "https://beat.example.org/1", every_seconds: 900 },
  quiet_hours: "22:00-07:00",
  digest: "0 8 * * 1",
};

describe("the form of the alerts", () => {
  it("comes back as it was when nothing is changed, without a word of any secret", () => {
    expect(requestOf(formOf(full), full)).toEqual({ settings: full });
    expect(requestOf(formOf({ desktop: false }), { desktop: false })).toEqual({
      settings: { desktop: false },
    });
  });
  it("begins with empty secrets and sends only what was typed", () => {
    const form = formOf(full);
    expect([form.password, form.secret]).toEqual(["", ""]);
    expect(requestOf({ ...form, password: "p" }, full)).toMatchObject({ email_password: "p" });
    expect(requestOf({ ...form, password: "p" }, full)).not.toHaveProperty("webhook_secret");
    expect(requestOf({ ...form, email: false, password: "p" }, full)).not.toHaveProperty("email_password");
  });
  it("leaves out what is turned off", () => {
    const off = {
      ...formOf(full),
      email: false,
      webhook: false,
      command: false,
      quiet: false,
      digest: false,
      heartbeat: false,
    };
    expect(requestOf(off, full)).toEqual({ settings: { desktop: true } });
  });
  it("takes recipients between commas, blanks or lines, and a command word by word", () => {
    const form = {
      ...formOf(full),
      to: " a@example.org,b@example.org\n c@example.org ",
      words: "run\n two words \n\n",
    };
    const { settings } = requestOf(form, full);
    expect(settings.email?.to).toEqual(["a@example.org", "b@example.org", "c@example.org"]);
    expect(settings.command).toEqual(["run", "two words"]);
  });
  it("names what is missing", () => {
    expect(missing(formOf(full), isClock)).toEqual([]);
    const empty = {
      ...formOf({ desktop: true }),
      email: true,
      webhook: true,
      command: true,
      quiet: true,
      quietTo: "25:00",
      digest: true,
      digestLine: null,
      heartbeat: true,
    };
    expect(missing(empty, isClock)).toEqual(["to", "server", "url", "words", "quiet", "digest", "heartbeat"]);
  });
  it("finds the field that a refusal is about", () => {
    expect(fieldOf("alerts.email.server")).toBe("server");
    expect(fieldOf("alerts.quiet_hours")).toBe("quiet");
    expect(fieldOf("somewhere.else")).toBeNull();
    expect(fieldOf(undefined)).toBeNull();
  });
});
