import { type KeptDraft, keyOf, readDraft, writeDraft } from './drafts/kept-drafts.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * `<draft-keeper data-account="…" data-form="/lo/moi?hang=…" data-found="…" data-sent="… {time} …" data-photo="…" data-drop="…">` inside a form:
 * keeps on the phone what is typed, and fills it in again when the page is opened anew. What was sent and never answered keeps the
 * key it was sent under, so that sending it once more does nothing twice. Without script the form's own button sets
 * it aside on the server.
 */
class DraftKeeper extends HTMLElement {
  private key = '';
  /** Of a form that came back: what differs from the page's offer though the page now offers what was typed. */
  private held = new Set<string>();
  private sent: { time: number; key: string | null } | null = null;

  connectedCallback(): void {
    const form = this.closest('form');
    if (form === null) return;
    this.key = keyOf(this.dataset.account ?? '', this.dataset.form ?? '');
    // What stands in the form may come after the element: it is there once the page is read.
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.begin(form));
    else this.begin(form);
  }

  private begin(form: HTMLFormElement): void {
    const draft = readDraft(this.key);
    // A form that comes back, with mistakes or after signing in, is filled in as it was sent.
    const cameBack = document.querySelector('.error-summary, .notice--kept') !== null;
    if (cameBack) this.goOn(form, draft);
    else if (draft !== null && fillIn(form, draft)) this.takeUp(form, draft);
    form.addEventListener('input', () => this.keep(form));
    form.addEventListener('change', () => this.keep(form));
    form.addEventListener('submit', () => this.keep(form, { time: Date.now(), key: keyField(form)?.value ?? null }));
  }

  /** The answer to what was sent is here, with mistakes: it is a draft again, under the page's new key. */
  private goOn(form: HTMLFormElement, draft: KeptDraft | null): void {
    this.held = new Set(draft?.fields.map(([name]) => name));
    this.keep(form);
  }

  private takeUp(form: HTMLFormElement, draft: KeptDraft): void {
    const field = keyField(form);
    if (field && draft.sentKey) {
      field.dataset.offered = field.value;
      field.value = draft.sentKey;
    }
    if (draft.sentAt !== null) this.sent = { time: draft.sentAt, key: draft.sentKey ?? null };
    this.say(form, draft);
  }

  private keep(form: HTMLFormElement, sent = this.sent): void {
    const fields = changed(form, this.held);
    const hadPhoto = Array.from(form.querySelectorAll<HTMLInputElement>('input[type="file"]')).some(
      ({ files }) => (files?.length ?? 0) > 0,
    );
    const isEmpty = fields.length === 0 && !hadPhoto;
    writeDraft(
      this.key,
      isEmpty
        ? null
        : { fields, hadPhoto, savedAt: Date.now(), sentAt: sent?.time ?? null, sentKey: sent?.key ?? null },
    );
  }

  private say(form: HTMLFormElement, { hadPhoto, sentAt }: KeptDraft): void {
    const { found = '', photo = '', drop = '', sent = '' } = this.dataset;
    const told = sentAt === null ? found : sent.replace('{time}', momentOf(sentAt));
    const note = document.createElement('p');
    note.setAttribute('role', 'status');
    note.textContent = hadPhoto ? `${told} ${photo}` : told;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet button--wide';
    button.textContent = drop;
    button.addEventListener('click', () => {
      const field = keyField(form);
      if (field) field.value = field.dataset.offered ?? field.value;
      form.reset();
      this.sent = null;
      writeDraft(this.key, null);
      this.textContent = '';
      this.className = '';
    });
    this.className = 'notice stack';
    this.textContent = '';
    this.append(note, button);
  }
}

/** What was typed or chosen, where it differs from what the page offered. */
function changed(form: HTMLFormElement, held: ReadonlySet<string>): [string, string][] {
  return fieldsOf(form)
    .filter((field) => isChanged(field) || (held.has(field.name) && (!isTick(field) || field.checked)))
    .map((field): [string, string] => [field.name, field.value]);
}

const keyField = (form: HTMLFormElement): HTMLInputElement | null => form.querySelector('input[name="_key"]');

/** 07:05 29/11 */
function momentOf(instant: number): string {
  const at = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())} ${two(at.getDate())}/${two(at.getMonth() + 1)}`;
}

/** Puts a draft back; says whether anything changed by it. */
function fillIn(form: HTMLFormElement, { fields }: KeptDraft): boolean {
  const wanted = new Map(fields);
  const put = fieldsOf(form).filter((field) => {
    const value = wanted.get(field.name);
    return value !== undefined && putBack(field, value);
  });
  for (const field of put) {
    const folded = field.closest('details');
    if (folded) folded.open = true;
  }
  return put.length > 0;
}

function putBack(field: Field, value: string): boolean {
  if (isTick(field)) {
    if (field.value !== value || field.checked) return false;
    field.checked = true;
    return true;
  }
  if (field.value === value) return false;
  field.value = value;
  // A choice that is no longer offered leaves a select without any.
  if (field.value !== value) field.value = offered(field);
  return field.value === value;
}

const skipped = new Set(['hidden', 'file', 'password', 'submit', 'button']);

const fieldsOf = (form: HTMLFormElement): Field[] =>
  Array.from(form.querySelectorAll<Field>('input, select, textarea')).filter(
    (field) => field.name !== '' && !skipped.has(field.type),
  );

const isTick = (field: Field): field is HTMLInputElement => field.type === 'checkbox' || field.type === 'radio';

const isChanged = (field: Field): boolean =>
  isTick(field) ? field.checked && !field.defaultChecked : field.value !== offered(field);

function offered(field: Field): string {
  if (!('options' in field)) return field.defaultValue;
  const options = Array.from(field.options);
  return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? '';
}

if (!customElements.get('draft-keeper')) customElements.define('draft-keeper', DraftKeeper);
