import { describe, expect, it } from 'vitest';
import { shrinkChosen, watchPhotoFields } from '../../../web/scripts/photo-field.ts';
import { fit } from '../../../web/scripts/photos/shrink.ts';

const photo = (name: string): File => new File(['x'], name, { type: 'image/jpeg' });

function aField(...photos: File[]): HTMLInputElement {
  document.body.innerHTML = '<form><input type="file" name="photo" multiple></form>';
  const field = document.querySelector('input') as HTMLInputElement;
  choose(field, photos);
  return field;
}

function choose(field: HTMLInputElement, photos: File[]): void {
  const transfer = new DataTransfer();
  for (const one of photos) transfer.items.add(one);
  field.files = transfer.files;
}

const names = (field: HTMLInputElement): string[] => Array.from(field.files ?? []).map(({ name }) => name);

describe('fit', () => {
  it('makes the longest side 1280 pixels and keeps the proportions', () => {
    expect(fit(4000, 3000)).toEqual({ width: 1280, height: 960 });
    expect(fit(3000, 4000)).toEqual({ width: 960, height: 1280 });
  });

  it('never makes a photo larger, nor a side nothing', () => {
    expect(fit(640, 480)).toEqual({ width: 640, height: 480 });
    expect(fit(20_000, 3)).toEqual({ width: 1280, height: 1 });
  });
});

describe('shrinkChosen', () => {
  it('puts the smaller photos in place of the chosen ones, in their order', async () => {
    const field = aField(photo('a'), photo('b'));
    await shrinkChosen(field, async ({ name }) => photo(`${name}-small`));
    expect(names(field)).toEqual(['a-small', 'b-small']);
  });

  it('leaves a photo as it is when it cannot be made smaller', async () => {
    const field = aField(photo('a'), photo('b'));
    await shrinkChosen(field, async (one) => {
      if (one.name === 'a') throw new Error('not an image');
      return photo('b-small');
    });
    expect(names(field)).toEqual(['a', 'b-small']);
  });

  it('does not put old photos over ones that were chosen meanwhile', async () => {
    const field = aField(photo('a'));
    await shrinkChosen(field, async ({ name }) => {
      choose(field, [photo('other')]);
      return photo(`${name}-small`);
    });
    expect(names(field)).toEqual(['other']);
  });
});

describe('watchPhotoFields', () => {
  it('lets a form wait until its photos are smaller', async () => {
    const field = aField(photo('a'));
    let finish = (): void => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    watchPhotoFields(document, async ({ name }) => {
      await work;
      return photo(`${name}-small`);
    });
    const sent: string[][] = [];
    const form = field.form as HTMLFormElement;
    document.addEventListener('submit', (event) => {
      if (!event.defaultPrevented) sent.push(names(field));
      event.preventDefault();
    });
    field.dispatchEvent(new Event('change'));
    form.requestSubmit();
    expect(sent).toEqual([]);
    finish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sent).toEqual([['a-small']]);
  });
});
