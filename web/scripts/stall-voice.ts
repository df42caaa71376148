// At a stall money is heard: the phone says aloud what a bank told against what was expected, on whatever page of ours is open.
// Turned on at the stall, it goes on for twelve hours. Without this script the sale's own page says the same in words.

interface Told {
  id: string;
  kind: string;
  at: string;
  saleId?: string;
  /** In each language of the market. */
  said: Record<string, string>;
}

interface Answer {
  at: string;
  data: Told[];
}

/** What the phone keeps of what it has told, so that nothing is told twice and nothing is missed. */
interface Kept {
  /** Until when it speaks. */
  ends: number;
  from: string;
  known: string[];
}

const hours = 12;
const lookBackMs = 60_000;
const mostKnown = 60;
/** What is told later than this was missed when it happened. */
const lateMs = 20_000;

/** What a phone keeps that begins to listen now, by the server's clock. */
const fresh = (now: Date): Kept => ({
  ends: now.getTime() + hours * 3_600_000,
  from: now.toISOString(),
  known: [],
});

/** What is kept after these were told: messages are judged a moment after they came, so a little is always looked back. */
function after(kept: Kept, told: readonly Told[]): Kept {
  const last = Math.max(0, ...told.map(({ at }) => Date.parse(at)));
  const from = Math.max(Date.parse(kept.from), last - lookBackMs);
  const known = [...kept.known, ...told.map(({ id }) => id)].slice(-mostKnown);
  return { ...kept, from: new Date(from).toISOString(), known };
}

const place = 'stall-voice';

/** What the phone keeps; null when it does not speak: never turned on, turned off in any window, or its hours are over. */
function readKept(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null;
    return kept && kept.ends > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

const keep = (kept: Kept): void => localStorage.setItem(place, JSON.stringify(kept));

/** `<stall-voice data-locale data-turn-on data-on data-turn-off data-late>`: its switch stands where a page of the stall has `data-voice-switch`. */
class StallVoice extends HTMLElement {
  private readonly said = document.createElement('p');
  private isListening = false;

  connectedCallback(): void {
    this.said.setAttribute('role', 'status');
    this.said.className = 'heard';
    this.said.hidden = true;
    this.append(this.said);
    const isOn = readKept() !== null;
    queueMicrotask(() => this.place(isOn));
    if (isOn) void this.keepListening();
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
      if (isOn) localStorage.removeItem(place);
      button.remove();
      if (isOn) this.place(false);
      else void this.begin();
    });
    return button;
  }

  private async begin(): Promise<void> {
    // Browsers speak only after a person has touched the page; these words are also the proof that it works.
    speakAloud(this.dataset.on ?? '', this.locale);
    this.show(this.dataset.on ?? '', 'on');
    // By the server's clock; without network by the phone's.
    const answer = await fetchVerdicts({ ends: 0, from: new Date().toISOString(), known: [] }, 0).catch(() => null);
    keep(fresh(new Date(answer?.at ?? Date.now())));
    this.place(true);
    void this.keepListening();
  }

  private async keepListening(): Promise<void> {
    if (this.isListening) return;
    this.isListening = true;
    // No network: the next look may have one, and says then what was missed.
    const later = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 2000));
    let goesOn = true;
    while (goesOn && this.isConnected) goesOn = await this.listen().catch(later);
    this.isListening = false;
  }

  /** Asks once and says what is new, each once. @returns whether to go on: not when it was turned off or nobody is signed in */
  private async listen(): Promise<boolean> {
    const kept = readKept();
    const answer = kept && (await fetchVerdicts(kept, 20));
    // Read again: it may have been turned off meanwhile, and what is kept would turn it on.
    const now = readKept();
    if (!kept || !answer || !now) return false;
    const told = answer.data.filter(({ id }) => !kept.known.includes(id));
    // Kept first: a page that is left while it speaks says it no second time on the next.
    keep(after(now, told));
    for (const one of told) this.tell(one, Date.parse(answer.at) - Date.parse(one.at) > lateMs);
    return true;
  }

  private tell(told: Told, isLate: boolean): void {
    const words = told.said[document.documentElement.lang] ?? told.said.vi ?? '';
    // The commune's time, whatever the phone's clock is set to.
    const time = new Date(Date.parse(told.at) + 7 * 3_600_000).toISOString().slice(11, 16);
    const late = isLate ? `${(this.dataset.late ?? '').replace('{time}', time)}. ` : '';
    speakAloud(late + words, this.locale);
    this.show(late + words, told.kind);
    for (const one of document.querySelectorAll(`[data-sale="${told.saleId ?? ''}"]`)) {
      const says = one.matches('[data-says]') ? one : one.querySelector('[data-says]');
      if (!says) continue;
      says.textContent = words;
      if (says.classList.contains('heard')) says.className = looks(told.kind);
    }
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

const looks = (kind: string): string => `heard heard--${kind}`;

/** By the phone's own voice, one sentence after the other. */
function speakAloud(words: string, locale: string): void {
  if (!('speechSynthesis' in window)) return;
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = locale;
  const [language = ''] = locale.split('-');
  const voice = speechSynthesis.getVoices().find((one) => one.lang.replace('_', '-').startsWith(language));
  if (voice) spoken.voice = voice;
  speechSynthesis.speak(spoken);
}

async function fetchVerdicts(kept: Kept, wait: number): Promise<Answer | null> {
  const query = `since=${kept.from}&known=${kept.known.join(',')}&wait=${wait}`;
  const answer = await fetch(`/api/v1/stall-verdicts?${query}`, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
  });
  if (answer.status === 401 || answer.status === 403) return null;
  if (!answer.ok) throw new Error(`The stall was answered ${answer.status}`);
  return (await answer.json()) as Answer;
}

if (!customElements.get('stall-voice')) customElements.define('stall-voice', StallVoice);
