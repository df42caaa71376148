import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../web/scripts/order-status.ts';

const reload = vi.fn<() => void>();
let answer: () => Promise<{ ok: boolean; json: () => Promise<unknown> }>;
let asked: string[];
const says = (state: unknown) => async () => ({ ok: true, json: async () => ({ state }) });

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  reload.mockClear();
  vi.spyOn(window.location, 'reload').mockImplementation(reload);
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return await answer();
  });
  document.body.innerHTML = '<order-status data-url="/api/v1/orders/DH1?key=k" data-state="placed">…</order-status>';
});

afterEach(() => {
  document.body.innerHTML = '';
});

describe('<order-status>', () => {
  it('asks every second for ten minutes, then a little less often, and loads the page again when the order is paid', async () => {
    answer = says('placed');
    await vi.advanceTimersByTimeAsync(3600);
    expect(asked).toEqual(Array(3).fill('/api/v1/orders/DH1?key=k'));
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    asked = [];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(asked).toHaveLength(10);
    expect(reload).not.toHaveBeenCalled();
    answer = says('paid');
    await vi.advanceTimersByTimeAsync(1500);
    expect(reload).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(11);
  });

  it('asks less and less often when nobody answers, and never gives up', async () => {
    answer = async () => {
      throw new TypeError('offline');
    };
    await vi.advanceTimersByTimeAsync(11_000);
    expect(asked).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked.length).toBeGreaterThan(5);
    answer = says('paid');
    await vi.advanceTimersByTimeAsync(31_000);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('takes an odd answer for none', async () => {
    answer = says(7);
    await vi.advanceTimersByTimeAsync(2100);
    expect(reload).not.toHaveBeenCalled();
  });

  it('asks nothing once it is gone', async () => {
    answer = says('placed');
    document.body.innerHTML = '';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([]);
  });

  it('asks at once when the page is looked at again', async () => {
    answer = says('placed');
    const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(0);
    visible.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toHaveLength(1);
    visible.mockRestore();
  });
});
