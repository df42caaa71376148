import { beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../web/scripts/count-down.ts';

const noon = new Date('2026-11-16T05:00:00Z');
const show = (until: string): HTMLElement => {
  document.body.innerHTML = `<count-down data-left="Còn {time}" data-over="Đã hết giờ"><time datetime="${until}">12:30</time></count-down>`;
  return document.body;
};

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});

describe('<count-down>', () => {
  it('counts minutes and seconds to the instant, and stops there', async () => {
    const body = show('2026-11-16T05:30:00Z');
    await vi.advanceTimersByTimeAsync(0);
    expect(body.textContent).toBe('12:30 · Còn 30:00');
    await vi.advanceTimersByTimeAsync(61_000);
    expect(body.textContent).toBe('12:30 · Còn 28:59');
    await vi.advanceTimersByTimeAsync(40 * 60_000);
    expect(body.textContent).toBe('12:30 · Đã hết giờ');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts hours when there are any', async () => {
    const body = show('2026-11-17T05:00:00Z');
    await vi.advanceTimersByTimeAsync(1000);
    expect(body.textContent).toBe('12:30 · Còn 23:59:59');
  });

  it('leaves the instant to be read when it is none', async () => {
    const body = show('soon');
    await vi.advanceTimersByTimeAsync(1000);
    expect(body.textContent).toBe('12:30');
  });

  it('stops when it is taken away', async () => {
    const body = show('2026-11-16T05:30:00Z');
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(1);
    body.querySelector('count-down')?.remove();
    expect(vi.getTimerCount()).toBe(0);
  });
});
