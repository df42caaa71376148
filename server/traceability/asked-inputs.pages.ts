import type { UploadedFile } from '../http/form-data.ts';
import type { PageContext } from '../http/form-page.ts';
import type { sellers } from '../http/guard.ts';
import { keepImages } from '../media/images.ts';
import type { TypedInputs } from './inputs-form.schemas.ts';
import { amountsOffered, type FilledInput, filledInputs, idsTyped, inputRows } from './inputs-form.ts';
import { usableInputs } from './usable-inputs.ts';

type Files = Readonly<Record<string, UploadedFile[]>>;

interface Asking {
  sellerId: string;
  /** YYYY-MM-DD */
  usedOn: string;
  /** The code of the batch that a step adds to. */
  into?: string;
  /** Of what households delivered on a day: all that is left of it is offered. */
  delivered?: { productId: string; day: string } | undefined;
  /** Whether the question stands open before anything is said. */
  isOpen?: boolean;
}

/**
 * What a form shows of the question "made from which batches?", with what it offers beside each.
 * @param typed what stands in the form already, typed now or set aside before
 */
export async function askInputs(
  { actor, language }: Pick<PageContext<typeof sellers>, 'actor' | 'language'>,
  { isOpen = false, ...wanted }: Asking,
  typed: Readonly<Record<string, string>>,
) {
  const { inputs, more } = await usableInputs(actor, { ...wanted, also: idsTyped(typed) });
  const { defaults, ...rows } = inputRows(inputs, more, language);
  const isSomeSaid = Object.entries(typed).some(([name, value]) => isSaid(name, value));
  return {
    rows: { ...rows, isOpen: isOpen || isSomeSaid },
    defaults: { ...defaults, ...(wanted.delivered ? amountsOffered(inputs) : {}) },
  };
}

const isSaid = (name: string, value: string): boolean =>
  value.trim() !== '' &&
  /^(?:used\..+\.(?:value|all)|more\..+\.(?:code|value)|outside\..+\.(?:name|supplier|value))$/.test(name);

/** The rows that were filled in; photos that came with lots from outside are kept. */
export async function readInputRows(
  body: TypedInputs,
  files: Files,
  { sellerId, at }: { sellerId: string; at: Date },
): Promise<FilledInput[]> {
  const photos = await keepOutsidePhotos(files, sellerId, at);
  return filledInputs(body, (row) => photos.get(row));
}

/** What was typed, with the photos of lots from outside by their ids, for a form that is set aside. */
export async function withOutsidePhotos(
  fields: unknown,
  files: Files,
  { sellerId, at }: { sellerId: string; at: Date },
): Promise<object> {
  const photos = await keepOutsidePhotos(files, sellerId, at);
  return { ...(fields as object), ...Object.fromEntries([...photos].map(([row, id]) => [`${row}.photoId`, id])) };
}

async function keepOutsidePhotos(files: Files, sellerId: string, at: Date): Promise<Map<string, string>> {
  const photos = new Map<string, string>();
  for (const [field, sent] of Object.entries(files)) {
    const [, row] = /^(outside\.\d)\.photo$/.exec(field) ?? [];
    const [id] = row === undefined ? [] : await keepImages(sent, sellerId, at);
    if (row !== undefined && id !== undefined) photos.set(row, id);
  }
  return photos;
}
