import { type KeptDraft, keyOf, readDraft, writeDraft } from './drafts/kept-drafts.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * `<draft-keeper data-account="…" data-form="/lo/moi?hang=…" data-found="…" data-photo="…" data-drop="…">` inside a form: keeps on
 * the phone what is typed, and fills it in again when the page is opened anew. Without script the form's own button sets
 * it aside on the server.
 */
class DraftKeeper extends HTMLElement {
  private key = '';

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
    if (cameBack) this.keep(form, null);
    else if (draft !== null && fillIn(form, draft)) this.say(form, draft);
    form.addEventListener('input', () => this.keep(form, null));
    form.addEventListener('change', () => this.keep(form, null));
    form.addEventListener('submit', () => this.keep(form, Date.now()));
  }

  private keep(form: HTMLFormElement, sentAt: number | null): void {
    const fields = changed(form);
    const hadPhoto = Array.from(form.querySelectorAll<HTMLInputElement>('input[type="file"]')).some(
      ({ files }) => (files?.length ?? 0) > 0,
    );
    const isEmpty = fields.length === 0 && !hadPhoto;
    writeDraft(this.key, isEmpty ? null : { fields, hadPhoto, savedAt: Date.now(), sentAt });
  }

  private say(form: HTMLFormElement, { hadPhoto }: KeptDraft): void {
    const { found = '', photo = '', drop = '' } = this.dataset;
    const note = document.createElement('p');
    note.setAttribute('role', 'status');
    note.textContent = hadPhoto ? `${found} ${photo}` : found;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--quiet button--wide';
    button.textContent = drop;
    button.addEventListener('click', () => {
      form.reset();
      writeDraft(this.key, null);
      this.replaceChildren();
      this.className = '';
    });
    this.className = 'notice stack';
    this.replaceChildren(note, button);
  }
}

/** What was typed or chosen, where it differs from what the page offered. */
function changed(form: HTMLFormElement): [string, string][] {
  return fieldsOf(form)
    .filter(isChanged)
    .map((field): [string, string] => [field.name, field.value]);
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
