import type { Writer } from './people.ts';
import { post } from './sending.ts';
import { change, readAll } from './store.ts';

interface HeldCode {
  code: string;
  account: string;
}

const enough = 20;
const few = 10;

/** Codes of this person that are on the phone and no batch's yet. */
export async function heldCodes({ account }: Pick<Writer, 'account'>): Promise<string[]> {
  return (await readAll<HeldCode>('codes')).filter((one) => one.account === account).map(({ code }) => code);
}

/** While there is signal: has codes set aside, so that a batch has one at once where there is none. */
export async function fillCodes(writer: Writer): Promise<void> {
  const held = await heldCodes(writer);
  if (held.length > few) return;
  const key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
  const answer = await post(writer, '/notebook/codes', {
    key: `codes-${key}`,
    body: JSON.stringify({ count: enough - held.length }),
  });
  if (!('json' in answer)) return;
  const put = (answer.json.codes as string[]).map((code): ['codes', string, HeldCode] => [
    'codes',
    code,
    { code, account: writer.account },
  ]);
  await change({ put });
}
