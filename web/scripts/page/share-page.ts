import { copyOrShow } from '../copying/copy.ts';

/**
 * `<share-page data-url="…" data-title="…" data-label="Chia sẻ" data-done="Đã chép địa chỉ">`: a button that opens the phone's own
 * way of sharing, or copies the address where there is none, or shows it to be copied by hand. Without script nothing is there, and
 * nothing is missed.
 */
class SharePage extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet button--wide';
    button.textContent = this.dataset.label ?? '';
    button.addEventListener('click', () => void this.share(button));
    this.append(button);
  }

  private async share(button: HTMLButtonElement): Promise<void> {
    const { url = location.href, title = document.title } = this.dataset;
    if ((await shared({ url, title })) || !(await copyOrShow(url, button))) return;
    button.setAttribute('aria-live', 'polite');
    button.textContent = `✓ ${this.dataset.done ?? ''}`;
  }
}

/** Whether the phone's own way of sharing was there; who calls it off has shared as much as they want. */
async function shared(page: { url: string; title: string }): Promise<boolean> {
  if (typeof navigator.share !== 'function') return false;
  try {
    await navigator.share(page);
    return true;
  } catch (error) {
    // A browser in a chat app has the word and refuses it.
    return error instanceof DOMException && error.name === 'AbortError';
  }
}

customElements.define('share-page', SharePage);
