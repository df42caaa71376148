import { beforeEach, describe, expect, it } from 'vitest';
import '../../../web/scripts/draft-keeper.ts';
import { forgetDrafts, keyOf, readDraft, writeDraft } from '../../../web/scripts/drafts/kept-drafts.ts';

const key = keyOf('mai', '/lo/moi?hang=1');

/** The form as the server gives it, opened anew. */
function open({ cameBack = false, account = 'mai', formKey = 'secret', quantity = '50' } = {}): HTMLFormElement {
  document.body.innerHTML = `<form>${cameBack ? '<div class="error-summary"></div>' : ''}
    <input type="hidden" name="_key" value="${formKey}">
    <input type="file" name="photo"><input name="quantity" value="${quantity}"><input type="date" name="day" value="2026-11-22">
    <input type="password" name="pin">
    <select name="unit"><option value="kg" selected>kg</option><option value="g">g</option></select>
    <details><textarea name="note"></textarea></details>
    <draft-keeper data-account="${account}" data-form="/lo/moi?hang=1" data-found="Đã điền lại." data-sent="Đã gửi lúc {time}, chưa rõ đã tới." data-photo="Ảnh thì chọn lại." data-drop="Bỏ"></draft-keeper>
  </form>`;
  return document.querySelector('form') as HTMLFormElement;
}

const field = (form: HTMLFormElement, name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`);

function type(form: HTMLFormElement, name: string, value: string): void {
  const input = field(form, name);
  if (input) input.value = value;
  input?.dispatchEvent(new Event('input', { bubbles: true }));
}

beforeEach(() => localStorage.clear());

describe('draft-keeper', () => {
  it('fills in again what was typed, opens what was folded, and leaves today as it is', () => {
    const form = open();
    type(form, 'quantity', '45');
    type(form, 'unit', 'g');
    type(form, 'note', 'Nắng to');
    const again = open();
    expect(field(again, 'quantity')?.value).toBe('45');
    expect(field(again, 'unit')?.value).toBe('g');
    expect(field(again, 'note')?.value).toBe('Nắng to');
    expect(again.querySelector('details')?.open).toBe(true);
    expect(again.querySelector('[role=status]')?.textContent).toBe('Đã điền lại.');
    expect(readDraft(key)?.fields.map(([name]) => name)).toEqual(['quantity', 'unit', 'note']);
  });

  it('keeps no key and no secret', () => {
    const form = open();
    type(form, 'quantity', '45');
    type(form, 'pin', '246810');
    expect(localStorage.getItem(key)).not.toMatch(/secret|246810|_key/);
  });

  it('shows nothing of another account', () => {
    type(open(), 'quantity', '45');
    const other = open({ account: 'seo' });
    expect(field(other, 'quantity')?.value).toBe('50');
    expect(other.querySelector('[role=status]')).toBeNull();
  });

  it('leaves a form that came back with its mistakes as it was sent', () => {
    type(open(), 'quantity', '45');
    expect(field(open({ cameBack: true }), 'quantity')?.value).toBe('50');
  });

  it('starts over when asked', () => {
    type(open(), 'quantity', '45');
    const form = open();
    form.querySelector<HTMLButtonElement>('draft-keeper button')?.click();
    expect(field(form, 'quantity')?.value).toBe('50');
    expect(readDraft(key)).toBeNull();
  });

  it('keeps nothing once everything is as it was offered', () => {
    const form = open();
    type(form, 'quantity', '45');
    type(form, 'quantity', '50');
    expect(readDraft(key)).toBeNull();
  });

  it('keeps what was sent until the answer is there, since the network may fail', () => {
    const form = open();
    type(form, 'quantity', '45');
    form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(readDraft(key)?.sentAt).toBeTypeOf('number');
    expect(field(open(), 'quantity')?.value).toBe('45');
  });
});

describe('what was sent and never answered', () => {
  const send = (form: HTMLFormElement) => form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));

  it('goes out again under the key it was sent under, says since when, and keeps it while it is looked over', () => {
    const form = open({ formKey: 'first' });
    type(form, 'quantity', '45');
    send(form);
    const again = open({ formKey: 'second' });
    expect(field(again, '_key')?.value).toBe('first');
    expect(again.querySelector('[role=status]')?.textContent).toMatch(
      /^Đã gửi lúc \d\d:\d\d \d\d\/\d\d, chưa rõ đã tới\.$/,
    );
    type(again, 'note', 'Nắng to');
    expect(field(open({ formKey: 'third' }), '_key')?.value).toBe('first');
  });

  it('goes out under a new key once it is begun anew', () => {
    const form = open({ formKey: 'first' });
    type(form, 'quantity', '45');
    send(form);
    const again = open({ formKey: 'second' });
    again.querySelector<HTMLButtonElement>('draft-keeper button')?.click();
    expect(field(again, '_key')?.value).toBe('second');
  });

  it('is a draft again when it came back with mistakes, under the new key', () => {
    const form = open({ formKey: 'first' });
    type(form, 'note', 'Nắng to');
    type(form, 'quantity', '12,5 kg');
    send(form);
    const back = open({ cameBack: true, formKey: 'second', quantity: '12,5 kg' });
    expect(field(back, '_key')?.value).toBe('second');
    const later = open({ formKey: 'third' });
    expect(field(later, 'quantity')?.value).toBe('12,5 kg');
    expect(field(later, '_key')?.value).toBe('third');
  });
});

describe('kept drafts', () => {
  const draft = {
    fields: [['quantity', '45']] as [string, string][],
    hadPhoto: false,
    savedAt: Date.now(),
    sentAt: null,
  };

  it('are forgotten when they were sent and answered, only those of the account', () => {
    writeDraft(key, { ...draft, sentAt: 1 });
    writeDraft(keyOf('mai', '/b'), draft);
    writeDraft(keyOf('seo', '/a'), { ...draft, sentAt: 1 });
    forgetDrafts('mai');
    expect([readDraft(key), readDraft(keyOf('mai', '/b')), readDraft(keyOf('seo', '/a'))].map(Boolean)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('are all forgotten on signing out, and after 30 days', () => {
    writeDraft(key, draft);
    localStorage.setItem('other', '1');
    expect(readDraft(key, Date.now() + 31 * 86_400_000)).toBeNull();
    writeDraft(key, draft);
    forgetDrafts(null);
    expect(readDraft(key)).toBeNull();
    expect(localStorage.getItem('other')).toBe('1');
  });
});
