import { describe, expect, it } from 'vitest';
import { browserKey } from '../../../server/provenance/scan.ts';

const phone = 'Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';
const asking = (headers: Record<string, string>) => ({ method: 'GET', headers });

describe('browserKey', () => {
  const morning = new Date('2026-11-16T01:00:00Z');
  const key = (address: string, at: Date, agent = phone) =>
    browserKey(asking({ 'user-agent': agent }), address, at, 's');

  it('is one for a browser through a Vietnamese day and another on the next', () => {
    expect(key('1.2.3.4', morning)).toBe(key('1.2.3.4', new Date('2026-11-16T16:59:00Z')));
    expect(key('1.2.3.4', morning)).not.toBe(key('1.2.3.4', new Date('2026-11-16T17:00:00Z')));
  });

  it('tells browsers apart and holds no address', () => {
    expect(key('1.2.3.4', morning)).not.toBe(key('1.2.3.5', morning));
    expect(key('1.2.3.4', morning)).not.toBe(key('1.2.3.4', morning, `${phone} Zalo`));
    expect(key('1.2.3.4', morning)).not.toContain('1.2.3.4');
  });
});
