// At a stall money is heard: the phone says aloud what a bank told against what was expected, on whatever page of ours is open.
// Turned on at the stall, it goes on for twelve hours. Without this script the sale's own page says the same in words.

import { changeKept, claimed, claims, fresh, keep, letGo, readKept, stopKeeping, toldOf } from './voice/kept.ts';
import { inOneWindow } from './voice/one-window.ts';
import { sayAloud, speakAloud } from './voice/speaking.ts';
import { type Answer, clipsOf, fetchVerdicts, type Told } from './voice/verdicts.ts';

/** What was told, as a window shows it. */
interface Shown {
  told: Told;
  words: string;
  /** What is said before it when it comes late, else nothing. */
  late: string;
}

const lastPlace = 'stall-voice-last';
/** What is told later than this was missed when it happened. */
const lateMs = 20_000;
const waitSeconds = 20;
/** While another page of ours is speaking: it may be left in the middle of it, and then this one has to say it. */
const shortWaitSeconds = 1;

/** `<stall-voice data-locale data-turn-on data-on data-turn-off data-late>`: its switch stands where a page of the stall has `data-voice-switch`. */
class StallVoice extends HTMLElement {
  private readonly said = document.createElement('p');
  private isListening = false;
  /** What this page is saying and has not said to the end. */
  private readonly mine = new Set<string>();
  /** A page that is left goes silent in the middle of a word: the next one says it again from its beginning. */
  private readonly leave = () => {
    changeKept((kept) => letGo(kept, [...this.mine]));
    this.mine.clear();
  };

  /** What another window says is shown here too. */
  private readonly seeOther = ({ key, newValue }: StorageEvent) => {
    if (key === lastPlace && newValue !== null) this.showTold(JSON.parse(newValue) as Shown);
  };

  connectedCallback(): void {
    this.said.setAttribute('role', 'status');
    this.said.className = 'heard';
    this.said.hidden = true;
    this.append(this.said);
    window.addEventListener('pagehide', this.leave);
    window.addEventListener('storage', this.seeOther);
    const isOn = readKept() !== null;
    queueMicrotask(() => this.place(isOn));
    if (isOn) void this.keepListening();
  }

  disconnectedCallback(): void {
    window.removeEventListener('pagehide', this.leave);
    window.removeEventListener('storage', this.seeOther);
    this.leave();
  }

  /** Before it is on, its switch stands where it is seen first; afterwards out of the way. */
  private place(isOn: boolean): void {
    document.querySelector(`[data-voice-switch=${isOn ? 'on' : 'off'}]`)?.append(this.makeSwitch(isOn));
  }

  private makeSwitch(isOn: boolean): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet button--wide';
    button.textContent = (isOn ? this.dataset.turnOff : this.dataset.turnOn) ?? '';
    button.addEventListener('click', () => {
      if (isOn) stopKeeping();
      button.remove();
      if (isOn) this.place(false);
      else void this.begin();
    });
    return button;
  }

  private async begin(): Promise<void> {
    // Browsers speak only after a person has touched the page; these words are also the proof that it works.
    void speakAloud(this.dataset.on ?? '', this.locale);
    this.show(this.dataset.on ?? '', 'on');
    // By the server's clock; without network by the phone's.
    const answer = await fetchVerdicts(fresh(new Date()), 0).catch(() => null);
    keep(fresh(new Date(answer?.at ?? Date.now())));
    this.place(true);
    void this.keepListening();
  }

  private async keepListening(): Promise<void> {
    if (this.isListening) return;
    this.isListening = true;
    // No network: the next look may have one, and says then what was missed.
    const later = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 2000));
    await inOneWindow(async () => {
      let goesOn = true;
      while (goesOn && this.isConnected) goesOn = await this.listen().catch(later);
    });
    this.isListening = false;
  }

  /** Asks once and says what is new, each once. @returns whether to go on: not when it was turned off or nobody is signed in */
  private async listen(): Promise<boolean> {
    const kept = readKept();
    const isSpoken = kept !== null && claims(kept).some((id) => !this.mine.has(id));
    const answer = kept && (await fetchVerdicts(kept, isSpoken ? shortWaitSeconds : waitSeconds));
    // Read again: it may have been turned off meanwhile, and what is kept would turn it on.
    const now = readKept();
    if (!answer || !now) return false;
    const taken = [...now.known, ...claims(now)];
    const told = answer.data.filter(({ id }) => !taken.includes(id));
    // Claimed first, so that no other page that is open says the same.
    keep(
      claimed(
        now,
        told.map(({ id }) => id),
      ),
    );
    for (const one of told) void this.tell(one, answer);
    return true;
  }

  /** Shows and says it; it counts as told when it was said to its end. */
  private async tell(told: Told, { at, lateClip }: Answer): Promise<void> {
    const isLate = Date.parse(at) - Date.parse(told.at) > lateMs;
    const words = told.said[document.documentElement.lang] ?? told.said.vi ?? '';
    // The commune's time, whatever the phone's clock is set to.
    const time = new Date(Date.parse(told.at) + 7 * 3_600_000).toISOString().slice(11, 16);
    const late = isLate ? `${(this.dataset.late ?? '').replace('{time}', time)}. ` : '';
    const shown = { told, words, late };
    this.mine.add(told.id);
    this.showTold(shown);
    localStorage.setItem(lastPlace, JSON.stringify(shown));
    await sayAloud(clipsOf(told, lateClip, isLate), late + words, this.locale);
    // The page was left meanwhile: the next one has it to say.
    if (this.mine.delete(told.id)) changeKept((kept) => toldOf(kept, told));
  }

  private showTold({ told, words, late }: Shown): void {
    this.show(late + words, told.kind);
    showBeside(told, words);
  }

  private get locale(): string {
    return this.dataset.locale ?? 'vi-VN';
  }

  private show(words: string, kind: string): void {
    this.said.textContent = words;
    this.said.className = looks(kind);
    this.said.hidden = false;
  }
}

/** Writes it where the page shows its sale. */
function showBeside({ saleId, kind }: Told, words: string): void {
  for (const one of document.querySelectorAll(`[data-sale="${saleId ?? ''}"]`)) {
    const says = one.matches('[data-says]') ? one : one.querySelector('[data-says]');
    if (!says) continue;
    says.textContent = words;
    if (says.classList.contains('heard')) says.className = looks(kind);
  }
}

const looks = (kind: string): string => `heard heard--${kind}`;

if (!customElements.get('stall-voice')) customElements.define('stall-voice', StallVoice);
