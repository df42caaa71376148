import { beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../web/scripts/copy-text.ts';

const show = (html: string): HTMLElement => {
  document.body.innerHTML = html;
  return document.body;
};
const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void written.push(text) } });
});

describe('<copy-text>', () => {
  it('copies its text, says so, and offers it again', async () => {
    const body = show(
      '<copy-text data-text="60000" data-label="Chép" data-done="Đã chép" data-what="Số tiền"></copy-text>',
    );
    const button = body.querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Chép: Số tiền');
    button?.click();
    await vi.advanceTimersByTimeAsync(10);
    expect(written).toEqual(['60000']);
    expect(button?.textContent).toBe('✓ Đã chép');
    await vi.advanceTimersByTimeAsync(3000);
    expect(button?.textContent).toBe('Chép');
  });

  it('copies what it holds when it has no text of its own', async () => {
    const body = show('<copy-text>\n<p>Đơn của bạn đã gửi đi.</p>\n</copy-text>');
    body.querySelector('button')?.click();
    await vi.advanceTimersByTimeAsync(10);
    expect(written).toEqual(['Đơn của bạn đã gửi đi.']);
  });

  it.each([
    ['<copy-text data-text="60000" data-label="Chép"></copy-text>', '60000'],
    ['<copy-text><p>Đơn của bạn đã gửi đi.</p></copy-text>', 'Đơn của bạn đã gửi đi.'],
  ])('shows the text selected where the phone does not let it copy: %s', async (html, text) => {
    vi.stubGlobal('navigator', {});
    document.execCommand = () => false;
    const body = show(html);
    for (const _ of [1, 2]) {
      body.querySelector('button')?.click();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(body.querySelector('button')?.textContent).toBe('Chép');
    const fields = body.querySelectorAll('textarea');
    expect(Array.from(fields, (field) => field.value)).toEqual([text]);
    expect(fields[0]?.selectionEnd).toBe(text.length);
    expect(body.textContent).toContain('giữ tay vào chữ');
  });

  it('has one button, however often it is moved', () => {
    const body = show('<copy-text data-text="x"></copy-text>');
    const element = body.querySelector('copy-text');
    if (element) body.append(element);
    expect(body.querySelectorAll('button')).toHaveLength(1);
  });
});
