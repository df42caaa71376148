/** Most pay within minutes of seeing the code, or of coming back from their bank's app: then a second is asked for. */
const soonMinutes = 10;
const soonMs = 1000;
const laterMs = 1500;

/**
 * `<order-status data-url="/api/v1/orders/…" data-state="placed">`: asks how the order stands and loads the page again when that has
 * changed: every second at first, so that with the answer's and the page's own way a payment is seen within two seconds. Asks
 * nothing while nobody looks, less often when nobody answers.
 */
class OrderStatus extends HTMLElement {
  private timer = 0;
  private failures = 0;
  private since = 0;
  private readonly wake = () => {
    if (document.visibilityState !== 'visible') return;
    this.since = Date.now();
    void this.ask();
  };

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.wake);
    this.since = Date.now();
    this.askLater();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.wake);
    window.clearTimeout(this.timer);
  }

  private askLater(): void {
    window.clearTimeout(this.timer);
    const pauseMs = Date.now() - this.since < soonMinutes * 60_000 ? soonMs : laterMs;
    this.timer = window.setTimeout(() => void this.ask(), Math.min(30_000, pauseMs * 2 ** this.failures));
  }

  private async ask(): Promise<void> {
    window.clearTimeout(this.timer);
    if (!this.isConnected || document.visibilityState === 'hidden') return;
    const state = await this.state();
    this.failures = state === null ? Math.min(this.failures + 1, 4) : 0;
    if (state !== null && state !== this.dataset.state) window.location.reload();
    else this.askLater();
  }

  private async state(): Promise<string | null> {
    try {
      const answer = await fetch(this.dataset.url ?? '', {
        headers: { Accept: 'application/json' },
        cache: 'no-store',
      });
      if (!answer.ok) return null;
      const { state } = (await answer.json()) as { state?: unknown };
      return typeof state === 'string' ? state : null;
    } catch {
      return null;
    }
  }
}

if (!customElements.get('order-status')) customElements.define('order-status', OrderStatus);
