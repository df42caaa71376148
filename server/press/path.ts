import type { PathStep } from './fonts.ts';

const lengths: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, Z: 0 };

/**
 * Reads the `d` of a path: M L H V Q C Z, absolute or relative. Throws a SyntaxError for anything else.
 * @returns steps in absolute coordinates
 */
export function readPath(d: string): PathStep[] {
  const steps: PathStep[] = [];
  let here: [number, number] = [0, 0];
  let start = here;
  for (const [letter, numbers] of commands(d)) {
    const step = stepOf(letter, numbers, here);
    steps.push(step);
    here = step.to === 'Z' ? start : [step.at.at(-2) ?? 0, step.at.at(-1) ?? 0];
    if (step.to === 'M') start = here;
  }
  return steps;
}

function* commands(d: string): Generator<[string, number[]]> {
  if (!/^[MLHVQCZ\d\s,.\-+]*$/i.test(d)) throw new SyntaxError(`a path has M L H V Q C Z only: ${d.slice(0, 40)}`);
  for (const [, letter = '', rest = ''] of d.matchAll(/([MLHVQCZ])([^MLHVQCZ]*)/gi)) {
    const numbers = [...rest.matchAll(/[-+]?(?:\d+\.?\d*|\.\d+)/g)].map(Number);
    yield* repeated(letter, numbers);
  }
}

// One letter may stand before several sets of numbers; after a move they are lines.
function* repeated(letter: string, numbers: number[]): Generator<[string, number[]]> {
  const length = lengths[letter.toUpperCase()] ?? 0;
  if (length === 0) return yield [letter, []];
  if (numbers.length === 0 || numbers.length % length !== 0)
    throw new SyntaxError(`${letter} has ${numbers.length} numbers`);
  const next: Record<string, string> = { M: 'L', m: 'l' };
  for (let index = 0; index < numbers.length; index += length) {
    yield [index === 0 ? letter : (next[letter] ?? letter), numbers.slice(index, index + length)];
  }
}

function stepOf(letter: string, numbers: number[], [x, y]: [number, number]): PathStep {
  const relative = letter === letter.toLowerCase();
  const command = letter.toUpperCase();
  const [first = 0] = numbers;
  if (command === 'Z') return { to: 'Z', at: [] };
  if (command === 'H') return { to: 'L', at: [relative ? x + first : first, y] };
  if (command === 'V') return { to: 'L', at: [x, relative ? y + first : first] };
  const at = numbers.map((value, index) => (relative ? value + (index % 2 === 0 ? x : y) : value));
  return { to: command, at } as PathStep;
}

/** The steps moved and scaled: every x becomes `x * scale + dx`, and so for y (`scaleY` may turn it upside down). */
export function placed(
  steps: readonly PathStep[],
  dx: number,
  dy: number,
  scale: { x: number; y: number },
): PathStep[] {
  return steps.map(
    ({ to, at }) =>
      ({
        to,
        at: at.map((value, index) => (index % 2 === 0 ? value * scale.x + dx : value * scale.y + dy)),
      }) as PathStep,
  );
}

/** A number with at most three decimals: a thousandth of a millimetre. */
export const short = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The steps as the `d` of an SVG path. */
export const svgPath = (steps: readonly PathStep[]): string =>
  steps.map(({ to, at }) => to + at.map(short).join(' ')).join('');

/** The steps as PDF operators; a quadratic curve becomes the same curve as a cubic one. */
export function pdfPath(steps: readonly PathStep[]): string {
  let here = [0, 0];
  const lines = steps.map((step) => {
    const line = pdfStep(step, here);
    if (step.to !== 'Z') here = [step.at.at(-2) ?? 0, step.at.at(-1) ?? 0];
    return line;
  });
  return lines.join('\n');
}

function pdfStep(step: PathStep, [x = 0, y = 0]: number[]): string {
  if (step.to === 'Z') return 'h';
  if (step.to !== 'Q') return `${step.at.map(short).join(' ')} ${step.to === 'M' ? 'm' : step.to === 'L' ? 'l' : 'c'}`;
  const [cx, cy, tx, ty] = step.at;
  const cubic = [
    x + (2 / 3) * (cx - x),
    y + (2 / 3) * (cy - y),
    tx + (2 / 3) * (cx - tx),
    ty + (2 / 3) * (cy - ty),
    tx,
    ty,
  ];
  return `${cubic.map(short).join(' ')} c`;
}
