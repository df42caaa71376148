// The seller is at the stove, not at the screen: when money comes in, the open desk rings and its badges change by themselves.
// Without this script the badges are those of the last time the page was loaded.

interface Tally {
  paidNotPacked: number;
  cashNotPacked: number;
  moneyToReview: number;
  /** `DH… why`, newest first */
  news: string[];
}

/** Whatever the bell does outside of itself, so that tests can listen. */
export interface Surroundings {
  ask: () => Promise<Tally | null>;
  ring: () => void;
  show: (tally: Tally, fresh: string[]) => void;
}

const pollSeconds = 10;

/** The news that were not there before. */
export const freshOf = (known: ReadonlySet<string>, news: readonly string[]): string[] =>
  news.filter((one) => !known.has(one));

/** Asks what waits, and rings once for each time that new orders, buyers' words or money have come; never for those it starts with. */
export class Bell {
  private known: Set<string> | null = null;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** False when there is nobody to ask for any more: the person was signed out. */
  async look(): Promise<boolean> {
    const tally = await this.around.ask();
    if (tally === null) return false;
    const fresh = this.known === null ? [] : freshOf(this.known, tally.news);
    // What was packed meanwhile stays known, or a list of a hundred would ring again as it moves up.
    this.known = new Set([...(this.known ?? []), ...tally.news]);
    if (fresh.length > 0) this.around.ring();
    this.around.show(tally, fresh);
    return true;
  }
}

/** Two tones like a small bronze bell, made on the spot: nothing to download. */
export function chime(context: AudioContext): void {
  for (const [delay, hertz] of [
    [0, 880],
    [0.18, 1318.5],
  ] as const) {
    const start = context.currentTime + delay;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 1.2);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + 1.3);
  }
}

type Counted = 'paidNotPacked' | 'cashNotPacked' | 'moneyToReview';

/**
 * Writes the numbers into the badges of the page (`data-count="paidNotPacked"`; none is hidden) and into the words beside
 * them (`data-hint`, with `data-some` of `{n}` and `data-none`).
 */
export function showCounts(root: Document, tally: Tally): void {
  for (const words of root.querySelectorAll<HTMLElement>('[data-hint]')) {
    const count = tally[words.dataset.hint as Counted] ?? 0;
    const { some = '', none = '' } = words.dataset;
    words.textContent = count === 0 ? none : some.replace('{n}', String(count));
  }
  for (const badge of root.querySelectorAll<HTMLElement>('[data-count]')) {
    const count = tally[badge.dataset.count as Counted] ?? 0;
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
}

/** `<order-bell data-address data-turn-on data-on data-rang>`: a button that allows the sound, and a line that says what came. */
export class OrderBell extends HTMLElement {
  private sound: AudioContext | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly said = document.createElement('p');

  connectedCallback(): void {
    this.said.setAttribute('role', 'status');
    // Safari has it since 14.1: on an older one the line and the badges change without a sound.
    if ('AudioContext' in window) this.append(this.makeButton());
    this.append(this.said);
    const bell = new Bell({
      ask: () => askDesk(this.dataset.address ?? ''),
      ring: () => {
        if (this.sound) chime(this.sound);
      },
      show: (tally, fresh) => this.show(tally, fresh),
    });
    void this.keepLooking(bell);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  private makeButton(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet';
    button.textContent = this.dataset.turnOn ?? '';
    // Browsers play no sound before the person has touched something; the first chime is also the proof that it works.
    button.addEventListener('click', () => {
      this.sound = new AudioContext();
      chime(this.sound);
      button.remove();
      this.said.textContent = this.dataset.on ?? '';
    });
    return button;
  }

  private show(tally: Tally, fresh: string[]): void {
    showCounts(document, tally);
    if (fresh.length === 0) return;
    this.said.textContent = `${this.dataset.rang ?? ''} `;
    for (const number of new Set(fresh.map((one) => one.split(' ')[0] ?? one))) this.said.append(linkTo(number), ' ');
  }

  private async keepLooking(bell: Bell): Promise<void> {
    const signedIn = await bell.look().catch(() => true); // no network: the next look may have one
    if (signedIn && this.isConnected) {
      this.timer = setTimeout(() => void this.keepLooking(bell), pollSeconds * 1000);
    }
  }
}

function linkTo(number: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = `/don/${number}`;
  link.textContent = number;
  link.className = 'code';
  return link;
}

async function askDesk(address: string): Promise<Tally | null> {
  const response = await fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store' });
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`The desk answered ${response.status}`);
  return (await response.json()) as Tally;
}

customElements.define('order-bell', OrderBell);
