import { copyOrShow, shownByHand } from './copying/copy.ts';

/**
 * `<copy-text data-text="…" data-label="Chép" data-done="Đã chép" data-what="Số tiền">`: a button that copies the text, or, without
 * `data-text`, what the element holds. Without script there is no button, and the text can be selected.
 */
class CopyText extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet';
    const label = this.dataset.label ?? words.label;
    button.textContent = label;
    if (this.dataset.what) button.setAttribute('aria-label', `${label}: ${this.dataset.what}`);
    button.addEventListener('click', () => void this.copy(button, label));
    this.append(button);
  }

  private async copy(button: HTMLButtonElement, label: string): Promise<void> {
    const own = [button, ...this.querySelectorAll(shownByHand)];
    const held = Array.from(this.childNodes).filter((node) => !own.some((one) => one === node));
    const text =
      this.dataset.text ??
      held
        .map(({ textContent }) => textContent)
        .join('')
        .trim();
    if (!(await copyOrShow(text, button))) return;
    button.setAttribute('aria-live', 'polite');
    button.textContent = `✓ ${this.dataset.done ?? words.done}`;
    window.setTimeout(() => (button.textContent = label), 2500);
  }
}

const words =
  document.documentElement.lang === 'en' ? { label: 'Copy', done: 'Copied' } : { label: 'Chép', done: 'Đã chép' };

if (!customElements.get('copy-text')) customElements.define('copy-text', CopyText);
