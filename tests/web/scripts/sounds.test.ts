import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fresh } from '../../../web/scripts/voice/kept.ts';
import { sayAloud } from '../../../web/scripts/voice/speaking.ts';
import { clipsOf, fetchVerdicts } from '../../../web/scripts/voice/verdicts.ts';

const heard: string[] = [];
const locale = 'vi-VN';

beforeEach(() => {
  heard.length = 0;
  // A recording that cannot be played is called broken.
  vi.stubGlobal(
    'Audio',
    class extends EventTarget {
      readonly clip: string;
      constructor(clip: string) {
        super();
        this.clip = clip;
      }
      play() {
        if (this.clip === 'broken') return Promise.reject(new Error('No sound'));
        heard.push(this.clip);
        queueMicrotask(() => this.dispatchEvent(new Event('ended')));
        return Promise.resolve();
      }
    },
  );
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class extends EventTarget {
      readonly text: string;
      constructor(text: string) {
        super();
        this.text = text;
      }
    },
  );
  const speak = (one: EventTarget & { text: string }) => {
    heard.push(one.text);
    one.dispatchEvent(new Event('end'));
  };
  vi.stubGlobal('speechSynthesis', { getVoices: () => [], speak });
});

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('a verdict in the commune’s recordings', () => {
  it('is played piece by piece, one verdict after the other, and nothing is spoken into it', async () => {
    await Promise.all([
      sayAloud(['a', 'b'], 'một', locale),
      sayAloud(['c'], 'hai', locale),
      sayAloud([], 'ba', locale),
    ]);
    expect(heard).toEqual(['a', 'b', 'c', 'ba']);
  });

  it('is spoken whole by the phone where one of them cannot be played', async () => {
    await sayAloud(['a', 'broken', 'b'], 'Đủ rồi: sáu mươi nghìn đồng', locale);
    expect(heard).toEqual(['a', 'Đủ rồi: sáu mươi nghìn đồng']);
  });

  it('is told late in a recording as well, or spoken where that is missing', () => {
    const told = { id: 'x', kind: 'enough', at: '', said: {}, clips: ['a'] };
    expect(clipsOf(told, 'late', true)).toEqual(['late', 'a']);
    expect(clipsOf(told, 'late', false)).toEqual(['a']);
    expect(clipsOf(told, undefined, true)).toEqual([]);
  });

  it('is asked for in the language that the phone is listened to', async () => {
    localStorage.setItem('notebook-voice', 'dao');
    const asked: string[] = [];
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address);
      return Promise.resolve({ status: 401, ok: false });
    });
    expect(await fetchVerdicts(fresh(new Date(0)), 0)).toBeNull();
    expect(asked).toEqual([expect.stringContaining('voice=dao')]);
  });
});
