/**
 * `<count-down data-left="Còn {time}" data-over="Đã hết giờ"><time datetime="…">16:30</time></count-down>`: hours, minutes
 * and seconds until the instant. Without script the instant itself stays to be read.
 */
class CountDown extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    // A parser may call this before it has read what the element holds.
    queueMicrotask(() => this.start());
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private start(): void {
    if (!this.isConnected) return;
    const end = Date.parse(this.querySelector('time')?.dateTime ?? '');
    if (Number.isNaN(end)) return;
    const shown = this.querySelector('span') ?? this.appendChild(document.createElement('span'));
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      shown.textContent = ` · ${seconds === 0 ? (this.dataset.over ?? '') : this.left(seconds)}`;
      if (seconds === 0) window.clearInterval(this.timer);
    };
    window.clearInterval(this.timer);
    this.timer = window.setInterval(tick, 1000);
    tick();
  }

  private left(seconds: number): string {
    const two = (count: number) => String(count % 60).padStart(2, '0');
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const time = hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
    return (this.dataset.left ?? '{time}').replace('{time}', time);
  }
}

if (!customElements.get('count-down')) customElements.define('count-down', CountDown);
