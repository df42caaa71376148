import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { Cancelled, press } from '../../../server/press/press.ts';
import { getStock } from '../../../server/press/stocks.ts';
import { jobFor } from './checker.ts';

const order = (count: number) =>
  ({
    kind: 'pdf',
    dpi: 203,
    feedGap: 0,
    job: jobFor({ template: 'bag-62x33', stock: getStock('avery-l7159'), count }),
  }) as const;

/** How willingly each thread of this process gives way, from -20 to 19 (proc(5): the 19th field of stat). */
const threads = (): number[] =>
  readdirSync('/proc/self/task').map((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });

describe('the press', () => {
  it.runIf(process.platform === 'linux')(
    'gives way to everything else, and nothing else gives way with it',
    async () => {
      const before = os.getPriority();
      await press(order(1), () => {});
      expect(os.getPriority()).toBe(before);
      expect(threads().filter((nice) => nice === os.constants.priority.PRIORITY_LOW)).toHaveLength(1);
    },
  );

  it('stops when told to, and goes on with the next order', async () => {
    const stop = new AbortController();
    const stopped = press(order(600), () => stop.abort(), stop.signal);
    await expect(stopped).rejects.toThrow(Cancelled);
    expect((await press(order(1), () => {})).subarray(0, 5).toString()).toBe('%PDF-');
    await expect(press(order(1), () => {}, AbortSignal.abort())).rejects.toThrow(Cancelled);
  });
});
