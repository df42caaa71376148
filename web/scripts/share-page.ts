/**
 * `<share-page data-url="…" data-title="…" data-label="Chia sẻ" data-done="Đã chép địa chỉ">`: a button that opens the phone's own
 * way of sharing, or copies the address where there is none. Without script nothing is there, and nothing is missed.
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
    try {
      if (typeof navigator.share === 'function') return await navigator.share({ url, title });
      await navigator.clipboard.writeText(url);
      button.setAttribute('aria-live', 'polite');
      button.textContent = `✓ ${this.dataset.done ?? ''}`;
    } catch {
      // Sharing was called off, or the page may not copy: the address bar still has the address.
    }
  }
}

customElements.define('share-page', SharePage);
