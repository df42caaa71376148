/**
 * `<copy-text data-text="…" data-label="Chép" data-done="Đã chép" data-what="Số tiền">`: a button that copies the text. Without
 * script there is no button, and the text beside it can be selected.
 */
class CopyText extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet';
    button.textContent = this.dataset.label ?? '';
    button.setAttribute('aria-label', `${this.dataset.label ?? ''}: ${this.dataset.what ?? ''}`);
    button.addEventListener('click', () => void this.copy(button));
    this.append(button);
  }

  private async copy(button: HTMLButtonElement): Promise<void> {
    if (!(await write(this.dataset.text ?? ''))) return;
    button.textContent = `✓ ${this.dataset.done ?? ''}`;
    button.setAttribute('aria-live', 'polite');
    setTimeout(() => (button.textContent = this.dataset.label ?? ''), 2500);
  }
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeTheOldWay(text);
  }
}

// In-app browsers and plain http have no clipboard API.
function writeTheOldWay(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
  }
}

customElements.define('copy-text', CopyText);
