import { bitsPerSecond, lighten, mostDelivered, mostMs } from './sounds/lighten.ts';

type Said = 'record' | 'stop' | 'kept' | 'failed' | 'tooHeavy' | 'lighten' | 'waits';

/**
 * `<voice-recorder data-language data-key data-heavy data-record data-stop data-kept …>`: records one sentence in the browser and sends
 * it, light enough for phones: what comes out heavier is made lighter, and what stays too heavy is not sent. With `data-heavy`, the
 * address of a recording that was brought and is too heavy, that one can be made lighter. Without a microphone or a recorder there is
 * nothing, and recordings are brought as files.
 */
class VoiceRecorder extends HTMLElement {
  private recorder: MediaRecorder | null = null;
  private readonly button = document.createElement('button');
  private readonly note = document.createElement('span');

  connectedCallback(): void {
    if (!('MediaRecorder' in window) || !('mediaDevices' in navigator)) return;
    this.press(this.button, () => void this.toggle());
    this.note.setAttribute('role', 'status');
    this.append(this.button, this.note);
    this.button.textContent = this.said('record');
    const { heavy } = this.dataset;
    if (heavy === undefined) return;
    const again = document.createElement('button');
    this.press(again, () => void this.lightenKept(heavy).then(() => again.remove()));
    again.textContent = this.said('lighten');
    this.append(again);
  }

  private press(button: HTMLButtonElement, act: () => void): void {
    button.type = 'button';
    button.className = 'button button--quiet';
    button.addEventListener('click', act);
  }

  private readonly said = (what: Said): string => this.dataset[what] ?? '';

  private async toggle(): Promise<void> {
    if (this.recorder) return this.recorder.stop();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond });
      this.recorder.addEventListener('dataavailable', ({ data }) => void this.sendLight(data));
      this.recorder.addEventListener('stop', () => {
        for (const track of stream.getTracks()) track.stop();
        this.recorder = null;
        this.button.textContent = this.said('record');
      });
      this.recorder.start();
      this.button.textContent = this.said('stop');
      const { recorder } = this;
      setTimeout(() => recorder === this.recorder && recorder.stop(), mostMs);
    } catch {
      this.note.textContent = this.said('failed');
    }
  }

  private async lightenKept(address: string): Promise<void> {
    try {
      await this.sendLight(await (await fetch(address)).blob());
    } catch {
      this.note.textContent = this.said('failed');
    }
  }

  /** Some browsers record at a rate of their own. */
  private async sendLight(sound: Blob): Promise<void> {
    this.note.textContent = this.said('waits');
    const light = sound.size <= mostDelivered ? sound : await lighten(sound).catch(() => sound);
    if (light.size > mostDelivered) this.note.textContent = this.said('tooHeavy');
    else await this.send(light);
  }

  private async send(sound: Blob): Promise<void> {
    const form = new FormData();
    form.append('language', this.dataset.language ?? '');
    form.append('key', this.dataset.key ?? '');
    form.append('file', sound, 'giong.webm');
    try {
      const answer = await fetch('/api/v1/voice-hints', { method: 'POST', credentials: 'same-origin', body: form });
      const { url, detail = '' } = (await answer.json()) as { url?: string | null; detail?: string };
      this.note.textContent = answer.ok ? this.said('kept') : detail;
      if (answer.ok && url) this.listen(url);
    } catch {
      this.note.textContent = this.said('failed');
    }
  }

  private listen(url: string): void {
    const player = this.parentElement?.querySelector('audio') ?? document.createElement('audio');
    player.controls = true;
    player.src = url;
    this.before(player);
  }
}

if (!customElements.get('voice-recorder')) customElements.define('voice-recorder', VoiceRecorder);
