import { badValue, location, unsupported } from './errors.ts';

const longestPattern = 1_000;

/**
 * Compiles the one kind of regular expression that is served to a test on text: a text to be found as it stands, whose
 * special characters are behind a backslash. Throws CommandError for any other.
 */
export function compileSubstring(pattern: string, options: string): (text: string) => boolean {
  if (/[^imsux]/.test(options)) throw location(51_108, `invalid flag in regex options: ${options}`);
  if (pattern.includes('\0')) throw badValue('A regular expression cannot contain an embedded null byte');
  if (pattern.length > longestPattern) throw badValue(`A regular expression has at most ${longestPattern} characters`);
  if (options !== '') throw unsupported(`A regular expression with the option '${options}'`);
  if (!/^(?:[^\\.*+?^${}()|[\]]|\\[^a-zA-Z0-9])*$/u.test(pattern))
    throw unsupported(`The regular expression /${pattern}/, which is no escaped text,`);
  const wanted = pattern.replaceAll(/\\(.)/gsu, '$1');
  return (text) => text.includes(wanted);
}
