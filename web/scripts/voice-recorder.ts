// At 12 kbit/s a sentence of nine seconds is lighter than the 15 KB that a phone loads of it.
const bitsPerSecond = 12_000;
const mostMs = 15_000;

/**
 * `<voice-recorder data-language data-key data-record data-stop data-kept data-failed>`: records one sentence in the browser and sends
 * it; without a microphone or a recorder there is nothing, and recordings are brought as files.
 */
class VoiceRecorder extends HTMLElement {
  private recorder: MediaRecorder | null = null;
  private readonly button = document.createElement('button');
  private readonly note = document.createElement('span');

  connectedCallback(): void {
    if (!('MediaRecorder' in window) || !('mediaDevices' in navigator)) return;
    this.button.type = 'button';
    this.button.className = 'button button--quiet';
    this.note.setAttribute('role', 'status');
    this.button.addEventListener('click', () => void this.press());
    this.append(this.button, this.note);
    this.say('record');
  }

  private say(what: 'record' | 'stop'): void {
    this.button.textContent = this.dataset[what] ?? '';
  }

  private async press(): Promise<void> {
    if (this.recorder) return this.recorder.stop();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond });
      this.recorder.addEventListener('dataavailable', ({ data }) => void this.send(data));
      this.recorder.addEventListener('stop', () => {
        for (const track of stream.getTracks()) track.stop();
        this.recorder = null;
        this.say('record');
      });
      this.recorder.start();
      this.say('stop');
      setTimeout(() => this.recorder?.stop(), mostMs);
    } catch {
      this.note.textContent = this.dataset.failed ?? '';
    }
  }

  private async send(sound: Blob): Promise<void> {
    const form = new FormData();
    form.append('language', this.dataset.language ?? '');
    form.append('key', this.dataset.key ?? '');
    form.append('file', sound, 'giong.webm');
    try {
      const answer = await fetch('/api/v1/voice-hints', { method: 'POST', credentials: 'same-origin', body: form });
      const { url, detail = '' } = (await answer.json()) as { url?: string | null; detail?: string };
      this.note.textContent = answer.ok ? (this.dataset.kept ?? '') : detail;
      if (answer.ok && url) this.listen(url);
    } catch {
      this.note.textContent = this.dataset.failed ?? '';
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
