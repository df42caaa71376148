import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../web/scripts/stall-voice.ts';

const at = '2026-11-30T05:00:00.000Z';
const nothing = { at, data: [] };
const enough = (id: string) => ({
  id,
  kind: 'enough',
  at,
  saleId: 'DH1',
  said: { vi: `Đủ rồi ${id}`, en: `Paid ${id}` },
});

/** Each look at the server waits here until the test answers it. */
let asked: { address: string; answer: (body: object | null, status?: number) => Promise<void> }[] = [];
const settled = () => vi.advanceTimersByTimeAsync(1);

function openPage() {
  document.body.innerHTML = `<div data-voice-switch="off"></div><div data-sale="DH1"><p class="heard heard--short" data-says>✕</p></div>
    <stall-voice data-turn-on="Bật" data-on="Máy sẽ nói" data-turn-off="Tắt" data-late="Báo muộn, lúc {time}"></stall-voice>
    <div data-voice-switch="on"></div>`;
}

const heard = () => document.querySelector('stall-voice .heard')?.textContent;
const press = (which: 'on' | 'off') =>
  document.querySelector<HTMLButtonElement>(`[data-voice-switch=${which === 'on' ? 'off' : 'on'}] button`)?.click();

async function turnOn() {
  openPage();
  await settled();
  press('on');
  await asked.shift()?.answer(nothing);
}

interface Sentence extends EventTarget {
  text: string;
}

/** A voice that says nothing to its end by itself. @returns what it was given to say */
function aVoice(): Sentence[] {
  const spoken: Sentence[] = [];
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class extends EventTarget {
      text: string;
      constructor(text: string) {
        super();
        this.text = text;
      }
    },
  );
  vi.stubGlobal('speechSynthesis', { getVoices: () => [], speak: (one: Sentence) => spoken.push(one) });
  return spoken;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(at) });
  localStorage.clear();
  asked = [];
  document.documentElement.lang = 'vi';
  vi.stubGlobal(
    'fetch',
    (address: string) =>
      new Promise<Response>((resolve, reject) => {
        const answer = async (body: object | null, status = 200) => {
          if (body === null) reject(new TypeError('No network'));
          else resolve({ status, ok: status === 200, json: () => Promise.resolve(body) } as Response);
          await settled();
        };
        asked.push({ address, answer });
      }),
  );
});

afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the stall’s voice', () => {
  it('is silent until it is turned on', async () => {
    openPage();
    await settled();
    expect(asked).toEqual([]);
    expect(document.querySelector('[data-voice-switch=off] button')?.textContent).toBe('Bật');
  });

  it('tells what a bank told, once, and writes it beside its sale', async () => {
    await turnOn();
    expect(heard()).toBe('Máy sẽ nói');
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(heard()).toBe('Đủ rồi a');
    const beside = document.querySelector('[data-says]');
    expect(beside?.textContent).toBe('Đủ rồi a');
    expect(beside?.className).toBe('heard heard--enough');
    expect(asked[0]?.address).toContain('known=a&');
    await asked.shift()?.answer({ at, data: [enough('a'), enough('b')] });
    expect(heard()).toBe('Đủ rồi b');
  });

  it('goes on where another page of the market is opened, and tells nothing twice', async () => {
    await turnOn();
    await asked.shift()?.answer({ at, data: [enough('a')] });
    asked = [];
    openPage();
    await settled();
    expect(asked[0]?.address).toContain('known=a&');
  });

  it('says when what it tells is late', async () => {
    await turnOn();
    await asked.shift()?.answer({ at: '2026-11-30T05:01:00.000Z', data: [enough('a')] });
    expect(heard()).toBe('Báo muộn, lúc 12:00. Đủ rồi a');
  });

  it('says again on the next page what was cut short on the one that was left', async () => {
    const spoken = aVoice();
    await turnOn();
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(asked[0]?.address).toContain('known=a&');
    window.dispatchEvent(new Event('pagehide'));
    asked = [];
    openPage();
    await settled();
    expect(asked[0]?.address).toContain('known=&');
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(spoken.map(({ text }) => text)).toEqual(['Máy sẽ nói', 'Đủ rồi a', 'Đủ rồi a']);
    spoken[2]?.dispatchEvent(new Event('end'));
    await settled();
    openPage();
    await settled();
    expect(asked.at(-1)?.address).toContain('known=a&');
  });

  it('leaves to an open window what that is saying, and takes it over when that dies', async () => {
    const spoken = aVoice();
    await turnOn();
    await asked.shift()?.answer({ at, data: [enough('a')] });
    asked = [];
    const other = document.createElement('stall-voice');
    document.body.append(other);
    await settled();
    expect(asked[0]?.address).toContain('known=a&wait=1');
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(spoken).toHaveLength(2);
    vi.setSystemTime(Date.now() + 60_000);
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(spoken).toHaveLength(3);
  });

  it('stays off once it is turned off, whatever its last look still brings', async () => {
    await turnOn();
    press('off');
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(heard()).toBe('Máy sẽ nói');
    expect(asked).toEqual([]);
    openPage();
    await settled();
    expect(asked).toEqual([]);
  });

  it('stays off when it was turned off in another window', async () => {
    await turnOn();
    localStorage.clear();
    await asked.shift()?.answer(nothing);
    expect(localStorage).toHaveLength(0);
    expect(asked).toEqual([]);
  });

  it('is turned on without network too, and asks again when there may be one', async () => {
    openPage();
    await settled();
    press('on');
    await asked.shift()?.answer(null);
    expect(document.querySelector('[data-voice-switch=on] button')?.textContent).toBe('Tắt');
    await asked.shift()?.answer(null);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    await asked.shift()?.answer({ at, data: [enough('a')] });
    expect(heard()).toBe('Đủ rồi a');
  });

  it('stops when the person is signed out', async () => {
    await turnOn();
    await asked.shift()?.answer({}, 401);
    expect(asked).toEqual([]);
  });
});
