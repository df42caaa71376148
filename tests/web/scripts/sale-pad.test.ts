import { beforeEach, describe, expect, it } from 'vitest';
import '../../../web/scripts/sale-pad.ts';

const key = (name: string) => document.querySelector<HTMLButtonElement>(`.key[aria-label="${name}"]`);
const press = (...names: string[]) => {
  for (const name of names) key(name)?.click();
};
const tap = () => document.querySelector<HTMLElement>('.pick__tap')?.click();
const valueOf = (selector: string) => document.querySelector<HTMLInputElement>(selector)?.value;
const total = () => document.querySelector<HTMLElement>('[data-total]');

beforeEach(async () => {
  document.body.innerHTML = `<sale-pad data-less="Bớt" data-erase="Xoá">
    <div class="pick" data-price="60000" data-left="2"><label class="pick__tap"><span class="pick__name">Miến</span></label>
      <div class="pick__count"><input id="count" value="0"></div></div>
    <input name="amountVnd" value=""><div data-keypad></div><p data-total data-words="Tổng" hidden></p></sale-pad>`;
  await Promise.resolve();
});

describe('the pad of a sale', () => {
  it('sells one more at each tap, as many as there are, and one less by its key', () => {
    for (let taps = 0; taps < 3; taps += 1) tap();
    expect(valueOf('#count')).toBe('2');
    expect(total()?.textContent).toBe('Tổng: 120.000 ₫');
    press('Bớt: Miến', 'Bớt: Miến', 'Bớt: Miến');
    expect(valueOf('#count')).toBe('0');
    expect(total()?.hidden).toBe(true);
  });

  it('writes an amount by its keys, nine digits at most and none of them a leading nought', () => {
    press('0', '4', '5', '000');
    expect(valueOf('[name=amountVnd]')).toBe('45000');
    expect(total()?.textContent).toBe('Tổng: 45.000 ₫');
    press('Xoá', 'Xoá');
    expect(valueOf('[name=amountVnd]')).toBe('450');
    press('000', '000', '000');
    expect(valueOf('[name=amountVnd]')).toBe('450000000');
  });

  it('forgets the amount when a pack is tapped: a sale is one or the other', () => {
    press('9');
    tap();
    expect(valueOf('[name=amountVnd]')).toBe('');
  });
});
