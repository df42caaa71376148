import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { log } from '../../server/http/log.ts';

/**
 * What the program writes to its log from here on, line by line as they would stand there: it writes past the program to the
 * standard output. Call it once, at the top of the file.
 */
export function useLogLines(level: string): string[] {
  const lines: string[] = [];
  const output = log as unknown as Record<symbol, { write: (line: string) => unknown }>;
  const before = { stream: output[pino.symbols.streamSym], level: log.level };
  beforeAll(() => {
    log.level = level;
    output[pino.symbols.streamSym] = { write: (line) => lines.push(line) };
  });
  afterAll(() => {
    if (before.stream) output[pino.symbols.streamSym] = before.stream;
    log.level = before.level;
  });
  beforeEach(() => {
    lines.length = 0;
  });
  return lines;
}
