import { App } from './notebook/app.ts';
import { wordsFrom } from './notebook/words.ts';

/** `<note-book data-words="{…}" data-pictures="{…}">`: writing batches and steps, one question a screen, also without signal. */
class NoteBook extends HTMLElement {
  connectedCallback(): void {
    const { words = '{}', pictures = '{}' } = this.dataset;
    // Without these a browser keeps nothing, or nothing sealed: the page's plain links stay.
    if (!('indexedDB' in window) || !('crypto' in window) || !crypto.subtle) return;
    const app = new App(this, wordsFrom(words), JSON.parse(pictures) as Record<string, string>);
    void app.begin();
    // A browser that refuses writes all the same, only not without signal. Some ask the person first, and wait for the answer.
    openWithoutSignal().catch(() => null);
    keepWhatIsHere().catch(() => null);
  }
}

const scopes = ['/so-tay', '/ban-lam-viec', '/lo'];

/** Is not swept away when the phone is short of room. */
async function keepWhatIsHere(): Promise<void> {
  if ('storage' in navigator && 'persist' in navigator.storage) await navigator.storage.persist();
}

/** Opens without signal from now on. */
async function openWithoutSignal(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  for (const scope of scopes) await navigator.serviceWorker.register('/so-tay-worker.js', { scope });
}

if (!customElements.get('note-book')) customElements.define('note-book', NoteBook);
