import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from "@fluent/bundle";
import core from "../../messages/core.ftl?raw";
import screens from "../../messages/window.ftl?raw";

export type Values = Record<string, string | number>;

/** The language of the catalogue: of its words, its plurals and the names of days and months. */
export const WORDS = "en";

/**
 * The locale of numbers and amounts. It comes from the backend, because the web view's own language is unusable
 * under `LANG=C.UTF-8`; what `Intl` would refuse becomes the language of the catalogue.
 */
export function numberLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? WORDS;
  } catch {
    return WORDS;
  }
}

/** A number in an English sentence, written as the user's country writes it. */
class LocalNumber extends FluentNumber {
  constructor(
    value: number,
    private readonly written: string,
  ) {
    super(value);
  }
  override toString(): string {
    return this.written;
  }
}

const numbers = new Map<string, Intl.NumberFormat>();

/** One for each locale: a format is dear to make, and a sentence is asked for at each drawing. */
function numbersOf(locale: string): Intl.NumberFormat {
  const known = numbers.get(locale) ?? new Intl.NumberFormat(locale);
  numbers.set(locale, known);
  return known;
}

/** Plural forms follow the number, its digits follow the user. */
export function localNumbers(values: Values, locale: string): Record<string, FluentVariable> {
  const format = numbersOf(locale);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? new LocalNumber(value, format.format(value)) : value,
    ]),
  );
}

const resources = [new FluentResource(core), new FluentResource(screens)];

export function makeBundle(): FluentBundle {
  const bundle = new FluentBundle(WORDS, { useIsolating: false });
  for (const resource of resources) bundle.addResource(resource);
  return bundle;
}

/** The sentence, or null where the catalogue lacks it or a value is missing. */
export function tryMessage(
  bundle: FluentBundle,
  id: string,
  values: Record<string, FluentVariable> = {},
): string | null {
  const message = bundle.getMessage(id);
  if (!message?.value) return null;
  const errors: Error[] = [];
  const text = bundle.formatPattern(message.value, values, errors);
  return errors.length === 0 ? text : null;
}
