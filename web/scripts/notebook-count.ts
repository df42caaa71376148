import { countEntries } from './notebook/entries.ts';

/** `<notebook-count data-words="{n} …" hidden>`: how much waits on this phone to be sent, on whatever page; nothing where nothing does. */
class NotebookCount extends HTMLElement {
  connectedCallback(): void {
    if (!('indexedDB' in window)) return;
    countEntries()
      .then(({ waiting, refused }) => {
        this.hidden = waiting + refused === 0;
        this.textContent = (this.dataset.words ?? '{n}').replace('{n}', String(waiting + refused));
      })
      // A private window keeps nothing: nothing waits.
      .catch(() => null);
  }
}

if (!customElements.get('notebook-count')) customElements.define('notebook-count', NotebookCount);
