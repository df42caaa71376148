const isEnglish = document.documentElement.lang === 'en';
const byHand = isEnglish
  ? 'This browser does not copy by itself: press and hold the text, then choose Copy.'
  : 'Trình duyệt này không tự chép được: giữ tay vào chữ, rồi chọn Sao chép.';

/** What picks that which a button showed to be copied by hand. */
export const shownByHand = '.by-hand__text, .by-hand__hint';

/**
 * Copies a text; where the browser lets nobody do that, the text stands selected behind the button, to be copied by hand.
 * @returns whether it was copied
 */
export async function copyOrShow(text: string, button: HTMLElement): Promise<boolean> {
  if (await write(text)) return true;
  show(text, button);
  return false;
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

function show(text: string, button: HTMLElement): void {
  for (const earlier of document.querySelectorAll(shownByHand)) earlier.remove();
  const field = fieldBehind(button);
  field.value = text;
  field.rows = Math.min(8, text.split('\n').length + Math.floor(text.length / 30));
  field.focus();
  field.select();
}

function fieldBehind(button: HTMLElement): HTMLTextAreaElement {
  const field = document.createElement('textarea');
  field.className = 'field__input by-hand__text';
  field.readOnly = true;
  const hint = document.createElement('span');
  hint.className = 'small by-hand__hint';
  hint.setAttribute('role', 'status');
  hint.textContent = byHand;
  field.setAttribute('aria-label', button.getAttribute('aria-label') ?? button.textContent ?? '');
  button.after(field, hint);
  // Where the button stood beside the text, it needs the whole line now.
  button.parentElement?.parentElement?.classList.add('by-hand');
  return field;
}
