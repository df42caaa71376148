import { type Book, type KeptBook, keepBook, readBook } from './book.ts';
import { fillCodes } from './codes.ts';
import { h } from './dom.ts';
import { type Draft, keepDraft, readDraft } from './draft.ts';
import { countEntries } from './entries.ts';
import { fingerIsUp, watchFinger } from './finger.ts';
import { openFor, openWriter, peopleHere, type Writer } from './people.ts';
import { home } from './screens/home.ts';
import { locked } from './screens/lock.ts';
import { statusButton } from './screens/status.ts';
import { fetchBook, isThrough, type Round, sendAll } from './sending.ts';
import { chosenVoice, listenButton } from './voice.ts';
import type { Words } from './words.ts';

/** One question, or one look at what there is. */
export interface Screen {
  /** What is said when it is listened to; the title is its words. */
  key: string;
  /** The sentence's key, where it is another than the screen's. */
  heard?: string;
  title: string;
  nodes: (Node | null)[];
}

type Draw = () => Screen | Promise<Screen>;

const longestPauseMs = 32_000;

/** What every screen may use. */
export class App {
  writer: Writer | null = null;
  book: KeptBook | null = null;
  /** How the last round of sending ended. */
  round: Round | null = null;
  /** Told by the server in this session: it seals the key under a PIN once that is given. */
  rawKey: string | null = null;
  /** Whether a PIN opens the open notebook without signal. */
  hasPin = true;
  private stack: Draw[] = [];
  private sending: Promise<void> | null = null;
  /** Something was written while a round of sending was under way, which may have looked before. */
  private isAskedAgain = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = longestPauseMs / 16;
  private drawings = 0;

  private readonly place: HTMLElement;
  readonly t: Words;
  readonly pictures: Readonly<Record<string, string>>;

  /** @param pictures addresses of the stages' pictures by name */
  constructor(place: HTMLElement, t: Words, pictures: Readonly<Record<string, string>>) {
    this.place = place;
    this.t = t;
    this.pictures = pictures;
  }

  async begin(): Promise<void> {
    this.place.dataset.sending = 'yes';
    this.writer = await openWriter();
    if (this.writer) this.book = await readBook(this.writer);
    await this.start();
    watchFinger();
    addEventListener('popstate', () => void this.back());
    addEventListener('online', () => void this.send());
    document.addEventListener('visibilitychange', () => void (document.hidden || this.send()));
    await this.send();
  }

  /** Words as they are written in the language that is listened to, where it has a script; goods keep the names of their makers. */
  own(key: string, words: string): string {
    return key.startsWith('kind-') ? words : (this.book?.written?.[key] ?? words);
  }

  /** The button that says it: the first recorded clip of these keys, else the phone's own voice; none where nothing can be heard. */
  sound(keys: readonly string[], words: string): HTMLElement | null {
    const clips = this.book?.clips ?? {};
    return listenButton(keys.find((one) => one in clips) ?? keys[0] ?? '', words, { clips, t: this.t });
  }

  /** Words that refuse or warn, with the button that says them. */
  heard(keys: readonly string[], words: string): HTMLElement {
    return h(
      'p',
      { class: 'note__heard', role: 'status' },
      h('span', {}, this.own(keys[0] ?? '', words)),
      this.sound(keys, words),
    );
  }

  /** The first screen; a draft that was cut off is gone on with from there. */
  async start(): Promise<void> {
    this.stack = [];
    await this.go(() => (this.writer && this.book ? home(this, this.book) : locked(this)));
  }

  /** One screen further; the phone's own back key leads back. */
  async go(draw: Draw): Promise<void> {
    if (this.stack.length > 0) history.pushState(null, '');
    this.stack.push(draw);
    await this.drawAgain();
  }

  async back(): Promise<void> {
    if (this.stack.length > 1) this.stack.pop();
    await this.drawAgain();
  }

  /** @param isNews nobody asked for it: it waits while a finger is on the screen */
  async drawAgain(isNews = false): Promise<void> {
    const draw = this.stack[this.stack.length - 1];
    if (!draw) return;
    this.drawings += 1;
    const drawing = this.drawings;
    const { key, heard = key, title, nodes } = await draw();
    const status = await statusButton(this);
    if (isNews) await fingerIsUp();
    // Another screen was asked for meanwhile: who tapped on must not be thrown back by news of what was sent.
    if (drawing !== this.drawings) return;
    const listen = this.sound([heard], title);
    const own = this.own(heard, title);
    const leave =
      this.stack.length > 1
        ? h('button', { type: 'button', class: 'link-button', onclick: () => history.back() }, this.t('back'))
        : null;
    this.place.textContent = '';
    this.place.append(
      h('div', { class: 'note__bar' }, leave, status),
      h('div', { class: 'note__head' }, h('h1', { tabindex: '-1' }, own), listen),
      ...(own === title ? [] : [h('p', { class: 'soft' }, title)]),
      ...nodes.filter((node): node is Node => node !== null),
    );
    this.place.dataset.screen = key;
    scrollTo(0, 0);
  }

  /** Sends what waits and asks for news; never twice at once, in this window or another. Without signal it tries again by itself. */
  send(): Promise<void> {
    clearTimeout(this.timer);
    this.place.dataset.sending = 'yes';
    this.isAskedAgain = this.sending !== null;
    this.sending ??= this.sendWhileAsked().finally(() => {
      this.sending = null;
      delete this.place.dataset.sending;
      this.pauseMs = this.round === 'no-signal' ? Math.min(this.pauseMs * 2, longestPauseMs) : longestPauseMs / 16;
      this.timer = setTimeout(() => void this.send(), this.round === 'no-signal' ? this.pauseMs : longestPauseMs);
    });
    return this.sending;
  }

  private async sendWhileAsked(): Promise<void> {
    this.isAskedAgain = false;
    await this.sendLocked();
    if (this.isAskedAgain && isThrough(this.round)) await this.sendWhileAsked();
  }

  private async sendLocked(): Promise<void> {
    await ('locks' in navigator ? navigator.locks.request('notebook sending', () => this.sendNow()) : this.sendNow());
  }

  private async sendNow(): Promise<void> {
    const before = JSON.stringify(await countEntries());
    const askedAt = Date.now();
    const told = await fetchBook(chosenVoice());
    if (typeof told === 'string') this.round = told;
    else await this.hear(told, askedAt);
    const wasShut = this.place.dataset.screen === 'locked' && this.stack.length === 1;
    if (wasShut && this.writer && this.book) await this.start();
    else if (before !== JSON.stringify(await countEntries()) || this.stack.length === 1) await this.drawStatus();
  }

  /** The server answered: who is signed in, and what there is. Who opened their own notebook by PIN meanwhile goes on in it. */
  private async hear(told: Book, askedAt: number): Promise<void> {
    const { id } = told.account;
    if (this.writer === null || this.writer.account === id) {
      this.writer = await openFor(told.account, told.key);
      this.rawKey = told.key;
      this.hasPin = (await peopleHere()).some((one) => one.account === id && one.locked !== undefined);
    }
    this.round = await sendAll(this.writer, told);
    if (this.round === 'other-person') return;
    this.book = await keepBook(this.writer, told, askedAt);
    await fillCodes(this.writer);
  }

  private async drawStatus(): Promise<void> {
    const isLook = this.place.dataset.screen === 'home' || this.place.dataset.screen === 'sent';
    if (isLook) return this.drawAgain(true);
    const status = await statusButton(this);
    await fingerIsUp();
    this.place.querySelector('.note__status')?.replaceWith(status);
  }

  /** Keeps what was answered so far. */
  async keep(draft: Draft | null): Promise<void> {
    if (this.writer) await keepDraft(this.writer, draft);
  }

  draft = (): Promise<Draft | null> => (this.writer ? readDraft(this.writer) : Promise.resolve(null));
}
