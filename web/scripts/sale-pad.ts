import { keyGrid, keyOf } from './keys/key-grid.ts';

const amountKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '000', '0', '⌫'];

/**
 * `<sale-pad data-less data-erase>` around the goods of a stall: a tap on a pack sells one more, keys write an amount, and the
 * sum is shown before the code is. Without it quantities and amount are typed, and all else is the same.
 */
class SalePad extends HTMLElement {
  connectedCallback(): void {
    // A parser may call this before it has read what the element holds.
    queueMicrotask(() => this.start());
  }

  private start(): void {
    if (this.dataset.ready || !this.isConnected) return;
    this.dataset.ready = 'yes';
    for (const pick of this.querySelectorAll<HTMLElement>('.pick')) this.makeTappable(pick);
    this.makeKeypad();
    this.addEventListener('input', () => this.show());
    this.show();
  }

  private makeTappable(pick: HTMLElement): void {
    const count = pick.querySelector<HTMLInputElement>('.pick__count input');
    const tap = pick.querySelector<HTMLElement>('.pick__tap');
    if (!count || !tap) return;
    const step = (by: number) => {
      count.value = String(Math.min(Number(pick.dataset.left), Math.max(0, countOf(count) + by)));
      if (by > 0 && this.amount) this.amount.value = '';
      this.show();
    };
    tap.addEventListener('click', (event) => {
      event.preventDefault();
      step(1);
    });
    const label = `${this.dataset.less ?? ''}: ${pick.querySelector('.pick__name')?.textContent ?? ''}`;
    count.before(keyOf('−', label, () => step(-1)));
  }

  private makeKeypad(): void {
    const { amount } = this;
    if (!amount) return;
    const press = (key: string) => {
      const digits = digitsOf(amount);
      amount.value = (key === '⌫' ? digits.slice(0, -1) : (digits + key).replace(/^0+/, '')).slice(0, 9);
      this.show();
    };
    this.querySelector('[data-keypad]')?.append(keyGrid(amountKeys, this.dataset.erase ?? '', press));
  }

  private get amount(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[name=amountVnd]');
  }

  private show(): void {
    let sum = this.amount ? Number(digitsOf(this.amount)) : 0;
    for (const pick of this.querySelectorAll<HTMLElement>('.pick')) {
      const count = pick.querySelector<HTMLInputElement>('.pick__count input');
      const chosen = count ? countOf(count) : 0;
      pick.classList.toggle('pick--chosen', chosen > 0);
      sum += chosen * Number(pick.dataset.price);
    }
    const total = this.querySelector<HTMLElement>('[data-total]');
    if (!total) return;
    total.hidden = sum === 0;
    // Before anything is chosen it would only cover goods and their prices.
    total.parentElement?.classList.toggle('till--up', sum > 0);
    total.textContent = `${total.dataset.words ?? ''}: ${sum.toLocaleString('vi-VN')} ₫`;
  }
}

const digitsOf = (input: HTMLInputElement): string => input.value.replace(/\D/g, '');
const countOf = (input: HTMLInputElement): number => Number(digitsOf(input)) || 0;

if (!customElements.get('sale-pad')) customElements.define('sale-pad', SalePad);
