import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Bell, chime, freshOf, OrderBell, showCounts } from '../../../web/scripts/order-bell.ts';

const tally = (...paid: string[]) => ({ paidNotPacked: paid.length, cashNotPacked: 0, moneyToReview: 2, news: paid });

/** A bell that hears these answers one after another; null means signed out. */
function bellHearing(...answers: (ReturnType<typeof tally> | null)[]) {
  const rings: string[][] = [];
  let rung = 0;
  const bell = new Bell({
    ask: async () => answers.shift() ?? null,
    ring: () => {
      rung += 1;
    },
    show: (_, fresh) => rings.push(fresh),
  });
  return { bell, rings, rung: () => rung };
}

describe('Bell', () => {
  it('does not ring for orders that were paid before the page was opened', async () => {
    const { bell, rung } = bellHearing(tally('DH1', 'DH2'));
    await bell.look();
    expect(rung()).toBe(0);
  });

  it('rings once for an order that was paid since, and not again for the same', async () => {
    const { bell, rings, rung } = bellHearing(tally(), tally('DH1'), tally('DH1'));
    for (let looks = 0; looks < 3; looks += 1) await bell.look();
    expect(rung()).toBe(1);
    expect(rings).toEqual([[], ['DH1'], []]);
  });

  it('does not ring again for an order that went and came back into the list', async () => {
    const { bell, rung } = bellHearing(tally('DH1'), tally(), tally('DH1'));
    for (let looks = 0; looks < 3; looks += 1) await bell.look();
    expect(rung()).toBe(0);
  });

  it('stops when the person is signed out', async () => {
    const { bell } = bellHearing(null);
    expect(await bell.look()).toBe(false);
  });
});

describe('freshOf', () => {
  it('names what was not known', () => {
    expect(freshOf(new Set(['DH1']), ['DH2', 'DH1'])).toEqual(['DH2']);
  });
});

describe('showCounts', () => {
  it('writes the numbers into the badges and hides what is none', () => {
    document.body.innerHTML = '<b data-count="paidNotPacked" hidden>0</b><b data-count="moneyToReview">1</b>';
    showCounts(document, { ...tally('DH1', 'DH2'), moneyToReview: 0 });
    const [paid, money] = document.querySelectorAll<HTMLElement>('b');
    expect(paid?.textContent).toBe('2');
    expect(paid?.hidden).toBe(false);
    expect(money?.hidden).toBe(true);
  });

  it('says the same in words', () => {
    document.body.innerHTML =
      '<i data-hint="paidNotPacked" data-some="{n} đơn chưa đóng gói" data-none="Không có đơn nào">Không có đơn nào</i><i data-hint="cashNotPacked" data-some=" · {n} đơn tiền mặt" data-none=""> · 3 đơn tiền mặt</i>';
    showCounts(document, tally('DH1'));
    expect(document.body.textContent).toBe('1 đơn chưa đóng gói');
    showCounts(document, { ...tally(), cashNotPacked: 2 });
    expect(document.body.textContent).toBe('Không có đơn nào · 2 đơn tiền mặt');
  });
});

describe('<order-bell>', () => {
  const tones: number[] = [];

  beforeEach(() => {
    tones.length = 0;
    vi.useFakeTimers();
    vi.stubGlobal('AudioContext', SilentAudio);
    document.body.innerHTML = '';
  });

  class SilentAudio {
    currentTime = 0;
    destination = {};
    createGain() {
      return {
        gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} },
        connect: (to: unknown) => to,
      };
    }
    createOscillator() {
      return {
        frequency: { value: 0 },
        connect: (to: unknown) => to,
        start: (at: number) => tones.push(at),
        stop: () => {},
      };
    }
  }

  function open(answers: object[], status = 200) {
    const asked = vi.fn(
      async () => new Response(JSON.stringify(answers.length > 1 ? answers.shift() : answers[0]), { status }),
    );
    vi.stubGlobal('fetch', asked);
    document.body.innerHTML =
      '<b data-count="paidNotPacked">0</b><order-bell data-address="/api/v1/desk" data-turn-on="Bật" data-on="Đang bật" data-rang="Mới:"></order-bell>';
    return { asked, bell: document.querySelector('order-bell') as OrderBell };
  }

  it('plays two tones as soon as the person allows the sound, and says that it is on', () => {
    const { bell } = open([tally()]);
    bell.querySelector('button')?.click();
    expect(tones.length).toBe(2);
    expect(bell.querySelector('button')).toBeNull();
    expect(bell.textContent).toContain('Đang bật');
  });

  it('makes no sound that nobody allowed, but names the newly paid order and counts it', async () => {
    const { bell } = open([tally(), tally('DH7')]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(tones).toEqual([]);
    expect(bell.querySelector('a')?.getAttribute('href')).toBe('/don/DH7');
    expect(document.querySelector('b')?.textContent).toBe('1');
  });

  it('rings for a newly paid order once the sound is allowed', async () => {
    const { bell } = open([tally(), tally('DH7')]);
    bell.querySelector('button')?.click();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(tones.length).toBe(4);
  });

  it('goes on asking after an error, and stops when signed out', async () => {
    const failing = open([{}], 503);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(failing.asked.mock.calls.length).toBe(3);
    document.body.innerHTML = '';
    const out = open([{}], 401);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(out.asked.mock.calls.length).toBe(1);
  });
});

describe('chime', () => {
  it('is short and ends by itself', () => {
    const ends: number[] = [];
    const node = {
      connect: (to: unknown) => to,
      frequency: { value: 0 },
      start: () => {},
      stop: (at: number) => ends.push(at),
    };
    const gain = {
      gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} },
      connect: (to: unknown) => to,
    };
    chime({ currentTime: 0, destination: {}, createOscillator: () => node, createGain: () => gain } as never);
    expect(Math.max(...ends)).toBeLessThan(2);
  });
});
