import type { Quantity } from './book.ts';
import type { Writer } from './people.ts';
import { type Sealed, seal, sealJson, unseal, unsealJson } from './sealing.ts';
import { change, read } from './store.ts';

/** What is being written: kept after every answer, so that a phone that dies in the middle goes on there. */
export interface Draft {
  kind: 'batch' | 'step';
  productId: string;
  /** Of the batch that a step belongs to. */
  code: string;
  stage: string;
  quantity: Quantity | null;
  day: string;
  expiresOn: string | null;
  noExpiry: boolean;
  answers: Record<string, string>;
  packs: Record<string, number>;
  /** How many photos lie beside it. */
  photos: number;
  /** The entry it mends, when one was refused. */
  mends: string | null;
}

const keyOf = ({ account }: Writer, n?: number): string => `draft ${account}${n === undefined ? '' : ` ${n}`}`;

export async function keepDraft(writer: Writer, draft: Draft | null): Promise<void> {
  if (draft === null) await change({ drop: [['books', keyOf(writer)]] });
  else await change({ put: [['books', keyOf(writer), await sealJson(writer.key, draft)]] });
}

export async function readDraft(writer: Writer): Promise<Draft | null> {
  const sealed = await read<Sealed>('books', keyOf(writer));
  return sealed ? unsealJson<Draft>(writer.key, sealed) : null;
}

/** Keeps one more photo beside the draft. */
export async function keepDraftPhoto(writer: Writer, n: number, photo: Blob): Promise<void> {
  const sealed = await seal(writer.key, await new Response(photo).arrayBuffer());
  await change({ put: [['photos', keyOf(writer, n), sealed]] });
}

export async function draftPhotos(writer: Writer, draft: Draft): Promise<Blob[]> {
  const found: Blob[] = [];
  for (let n = 0; n < draft.photos; n += 1) {
    const sealed = await read<Sealed>('photos', keyOf(writer, n));
    if (sealed) found.push(new Blob([await unseal(writer.key, sealed)], { type: 'image/jpeg' }));
  }
  return found;
}

export const draftKeys = (writer: Writer, draft: Draft): ['books' | 'photos', string][] => [
  ['books', keyOf(writer)],
  ...Array.from({ length: draft.photos }, (_, n): ['photos', string] => ['photos', keyOf(writer, n)]),
];
