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
export const weakSecrets = (given: Partial<Record<(typeof names)[number], string | undefined>>): string[] =>
  names
    .filter((name) => isWeak(given[name]))
    .map((name) => `${name} is easily guessed: \`openssl rand -hex 32\` makes a good one`);

function isWeak(text: string | undefined): boolean {
  if (!text) return false;
  const own = text.replace(/^(sk|whsec)_((live|test)_)?/, '');
  const isShort = own.length < shortest || new Set(own).size < fewestLetters;
  return isShort || wellKnown.test(own) || /^(.{1,16}?)\1+$/.test(own);
}
