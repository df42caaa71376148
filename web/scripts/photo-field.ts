import { shrinkPhoto } from './photos/shrink.ts';

type Shrink = (photo: File) => Promise<File>;

/** Puts smaller photos into the field in place of the chosen ones; one that cannot be made smaller stays. */
export async function shrinkChosen(field: HTMLInputElement, shrink: Shrink = shrinkPhoto): Promise<void> {
  const chosen = Array.from(field.files ?? []);
  const shrunk = await Promise.all(chosen.map((photo) => shrink(photo).catch(() => photo)));
  const same = Array.from(field.files ?? []).every((photo, index) => photo === chosen[index]);
  // The person may have chosen others meanwhile.
  if (!same || shrunk.every((photo, index) => photo === chosen[index])) return;
  const transfer = new DataTransfer();
  for (const photo of shrunk) transfer.items.add(photo);
  field.files = transfer.files;
}

/** Watches every photo field of the page. A form sent meanwhile waits for the smaller photos. */
export function watchPhotoFields(root: Document, shrink: Shrink = shrinkPhoto): void {
  for (const field of root.querySelectorAll<HTMLInputElement>('input[type="file"]')) {
    field.addEventListener('change', () => {
      const work = shrinkChosen(field, shrink);
      holdForm(field, work);
    });
  }
}

function holdForm(field: HTMLInputElement, work: Promise<void>): void {
  const { form } = field;
  if (!form) return;
  const wait = (event: SubmitEvent): void => {
    event.preventDefault();
    void work.then(() => send(form, event.submitter));
  };
  form.addEventListener('submit', wait);
  void work.then(() => form.removeEventListener('submit', wait));
}

// Phones of 2019 know only the older way, which skips the browser's own checks; the server checks anyway.
function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if ('requestSubmit' in form) form.requestSubmit(submitter);
  else HTMLFormElement.prototype.submit.call(form);
}

if (typeof document !== 'undefined') watchPhotoFields(document);
