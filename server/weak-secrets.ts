import type { KeyRing } from './key-ring.ts';

const names = [
  'SESSION_SECRET',
  'LABEL_KEY',
  'LOG_KEY',
  'PAYMENTS_API_KEY',
  'PAYMENTS_WEBHOOK_SECRET',
  'METRICS_TOKEN',
] as const;

// What stands in examples and lists of defaults is the first that anybody tries.
const wellKnown = /change.?(me|this)|replace.?(me|this|with)|your.?(secret|key|token)|password/i;
const shortest = 16;
const fewestLetters = 8;

/** A line for each of the settings' secrets that is short, well known, or one piece again and again. */
export const weakSecrets = (given: Partial<Record<(typeof names)[number], string | KeyRing | undefined>>): string[] =>
  names
    .filter((name) => textsOf(given[name]).some(isWeak))
    .map((name) => `${name} is easily guessed: \`openssl rand -hex 32\` makes a good one`);

// Of several keys in one setting each has to be good.
const textsOf = (given: string | KeyRing | undefined): readonly string[] =>
  typeof given === 'string' ? [given] : (given?.keys ?? []);

function isWeak(text: string): boolean {
  const own = text.replace(/^(sk|whsec)_((live|test)_)?/, '');
  const isShort = own.length < shortest || new Set(own).size < fewestLetters;
  return isShort || wellKnown.test(own) || /^(.{1,16}?)\1+$/.test(own);
}
