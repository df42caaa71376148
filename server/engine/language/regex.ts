import { badValue, location, unsupported } from './errors.ts';
import { type Machine, machineOf } from './regex-machine.ts';

const longestPattern = 1_000;
// Each may be hundreds of ranges, which take a quarter of a millisecond to compile.
const mostClasses = 50;
/** Of some nanoseconds each. */
const mostSteps = 4_000_000;

const inClassSpace = ' \\t\\n\\v\\f\\r';
const inClassNonSpace = '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}';
const sameInBoth = new Set('dDwWbBnrtfxkpP0123456789');
const sequences: Record<string, [outside: string, inClass: string]> = {
  s: [`[${inClassSpace}]`, inClassSpace],
  S: [`[^${inClassSpace}]`, inClassNonSpace],
};

/**
 * Compiles a MongoDB regular expression (Perl's, as PCRE2 reads it in UTF mode) to a test on text. What JavaScript
 * reads differently is rewritten, what it lacks is refused.
 */
export function compileRegex(pattern: string, options: string): (text: string) => boolean {
  const flags = readOptions(options);
  if (pattern.includes('\0')) throw badValue('A regular expression cannot contain an embedded null byte');
  if (pattern.length > longestPattern) throw badValue(`A regular expression has at most ${longestPattern} characters`);
  if ((pattern.match(/\\[pPWSD]|\[/g)?.length ?? 0) > mostClasses)
    throw badValue(`A regular expression has at most ${mostClasses} classes of characters`);
  const regex = build(pattern, flags);
  return hasChoices(pattern) ? machineFor(pattern, flags) : plain(regex, pattern);
}

/** Where nothing can be repeated or left out there is one way to read a text from each of its places. */
const hasChoices = (pattern: string): boolean =>
  /[*+?{|(]|\\[1-9]/.test(pattern.replace(/\\[^1-9]|\[(?:\\.|[^\]\\])*\]/gsu, ''));

function plain(regex: RegExp, pattern: string): Machine {
  return (text) => {
    if (text.length * pattern.length > mostSteps)
      throw badValue(`/${pattern}/ is too much work for a text of ${text.length} characters`);
    return regex.test(text);
  };
}

function machineFor(pattern: string, options: string): Machine {
  const flags = options.includes('i') ? 'iu' : 'u';
  const character = (source: string) => {
    const one = new RegExp(`^${translate(source, options)}$`, flags);
    return (text: string) => one.test(text);
  };
  return machineOf(pattern, { character, isMultiline: options.includes('m') });
}

function readOptions(options: string): string {
  for (const option of options) {
    if (option === 'x') throw unsupported("The regular expression option 'x'");
    if (!'imsu'.includes(option)) throw location(51108, `invalid flag in regex options: ${option}`);
  }
  return options;
}

function build(pattern: string, options: string): RegExp {
  try {
    return new RegExp(translate(pattern, options), options.includes('i') ? 'iu' : 'u');
  } catch (error) {
    if (error instanceof SyntaxError) throw unsupported(`The regular expression /${pattern}/`);
    throw error;
  }
}

/** Spells out `.`, `^`, `$`, `\s` and needless escapes, which differ between Perl and JavaScript. */
function translate(pattern: string, options: string): string {
  let result = '';
  let inClass = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '\\') {
      index += 1;
      result += translateEscape(pattern.charAt(index), inClass);
    } else if (inClass) {
      if (character === '[' && ':.='.includes(pattern.charAt(index + 1) || ' '))
        throw unsupported('A POSIX character class');
      if (character === ']') inClass = false;
      result += character === '[' ? '\\[' : character;
    } else {
      if (character === '[') inClass = true;
      result += translateSymbol(character, options);
    }
  }
  return result;
}

function translateSymbol(character: string, options: string): string {
  // Perl ends a line only at \n, and `$` also stands before a last \n.
  if (character === '.') return options.includes('s') ? '[^]' : '[^\\n]';
  if (character === '^') return options.includes('m') ? '(?<![^\\n])' : '^';
  if (character === '$') return options.includes('m') ? '(?![^\\n])' : '(?=\\n?(?![^]))';
  return character;
}

function translateEscape(character: string, inClass: boolean): string {
  const sequence = sequences[character];
  if (sequence) return sequence[inClass ? 1 : 0];
  if (sameInBoth.has(character)) return `\\${character}`;
  if (/[a-zA-Z]/.test(character)) throw unsupported(`The escape \\${character} in a regular expression`);
  const special = '^$\\.*+?()[]{}|/'.includes(character) || (inClass && character === '-');
  return special ? `\\${character}` : character;
}
