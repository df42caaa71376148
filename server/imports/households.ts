import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { conflict } from '../errors.ts';
import { readOwnPhone } from '../identity/phone.ts';
import { type ListedHousehold, phonesTaken, takeBackHousehold, takeInHousehold } from '../identity/taking-in.ts';
import { readName, readText } from '../reading/text.ts';
import type { ImportRecord, Made } from './import.ts';
import { type Line, linesOf, type Plan, type SheetMistake } from './lines.ts';

/** What a list of households would make, and what is wrong in it: each number once, and nobody's who signs in already. */
export async function planHouseholds(actor: Actor, sheet: ImportRecord, at: Date): Promise<Plan> {
  const mistakes: SheetMistake[] = [];
  const read = linesOf(sheet, mistakes).map((line) => ({ line, wanted: readLine(line, idOf(sheet, line.line)) }));
  const phones = read.flatMap(({ wanted }) => wanted?.phone ?? []);
  const taken = await phonesTaken(phones);
  const planned = read.flatMap(({ line, wanted }, place) => {
    if (!wanted) return [];
    const before = read.slice(0, place).find((one) => one.wanted?.phone === wanted.phone);
    if (before) line.fail('phone', 'phone-twice', { line: before.line.line });
    else if ((taken.get(wanted.phone) ?? wanted.id) !== wanted.id) line.fail('phone', 'phone-of-another');
    else return [{ line: line.line, make: () => makeHousehold(actor, wanted, at) }];
    return [];
  });
  return { planned, mistakes };
}

/** The same id for a line however often it is run: what was cut off is found again. */
const idOf = ({ _id }: ImportRecord, line: number): string =>
  createHash('sha256').update(`${_id} ${line}`).digest('hex').slice(0, 24);

function readLine(line: Line, id: string): ListedHousehold | null {
  const name = line.read('name', readName);
  const village = line.read('village', readName);
  const phone = line.read('phone', (text) => readOwnPhone(withZero(text)));
  const person = line.read('person', readName) ?? name;
  const people = line.read('people', readText) ?? null;
  if (name === undefined || village === undefined || phone === undefined || person === undefined) return null;
  return { id, name, village, phone, person, people };
}

// A spreadsheet that took the number for one has lost its zero: nine digits can be nothing else.
const withZero = (text: string): string => (/^[35789]\d{8}$/.test(text) ? `0${text}` : text);

async function makeHousehold(actor: Actor, wanted: ListedHousehold, at: Date): Promise<string> {
  await takeInHousehold(actor, wanted, at);
  return wanted.id;
}

/** @throws conflict('household-in-use') */
export async function unmakeHousehold(actor: Actor, { id }: Made): Promise<void> {
  if ((await listProducts({ sellerIds: [id], limit: 1 })).length > 0) throw conflict('household-in-use');
  await takeBackHousehold(actor, id);
}
