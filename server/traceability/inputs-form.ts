import { amountText, unitOptions } from '../catalog/profiles.ts';
import { pointedBy } from '../errors.ts';
import { formatDay } from '../format.ts';
import type { Language } from '../language.ts';
import { writeNumber } from '../reading/numbers.ts';
import { codeIn } from '../scanned-text.ts';
import { unitsLike } from './amount.ts';
import { isOutsideId } from './bans.ts';
import type { WantedInput } from './input.ts';
import { isBlankLot, type TypedInputs } from './inputs-form.schemas.ts';
import type { UsableInput } from './usable-inputs.ts';

/** A row of the form that was filled in, and where it stood. */
export interface FilledInput {
  /** The beginning of its fields' names: `used.BNHTVDK9`, `more.0`, `outside.1`. */
  row: string;
  wanted: WantedInput;
}

/** So many rows for batches named by their code and for lots from outside. */
export const rowsOnOffer = { more: 2, outside: 2 } as const;

/** The photo fields of a form with inputs, one for each lot from outside. */
export const outsidePhotos = Object.fromEntries(
  Array.from({ length: rowsOnOffer.outside }, (_, index) => [`outside.${index}.photo`, 1]),
);

/** The ids beside which something was typed, so that they are shown again whatever became of them. */
export const idsTyped = (typed: Readonly<Record<string, string>>): string[] => [
  ...new Set(
    Object.entries(typed).flatMap(([name, value]) => {
      const [, id] = /^used\.([\w-]+)\.(?:value|all)$/.exec(name) ?? [];
      return id !== undefined && value.trim() !== '' ? [id] : [];
    }),
  ),
];

/** What the form shows: a row for each that may be used, those that may not, and rows for others. */
export function inputRows(inputs: readonly UsableInput[], more: boolean, language: Language) {
  const usable = inputs.filter(({ why }) => why === null);
  return {
    usable: usable.map((one) => usableRow(one, language)),
    barred: inputs.filter(({ why }) => why !== null).map((one) => barredRow(one)),
    more,
    named: Array.from({ length: rowsOnOffer.more }, (_, index) => namedRow(`more.${index}`, index, language)),
    outside: Array.from({ length: rowsOnOffer.outside }, (_, index) => outsideRow(`outside.${index}`, index, language)),
    /** Names of all fields that stand open when they hold something. */
    defaults: Object.fromEntries(usable.map(({ id, left }) => [`used.${id}.unit`, left?.unit ?? 'kg'])),
  };
}

const usableRow = (one: UsableInput, language: Language) => ({
  ...factsOf(one),
  left: one.left && amountText(one.left, language),
  valueField: `used.${one.id}.value`,
  unitField: `used.${one.id}.unit`,
  allField: `used.${one.id}.all`,
  all: one.left && `${one.left.value} ${one.left.unit}`,
  units: unitOptions(unitsLike(one.left?.unit ?? 'kg'), language),
});

const barredRow = (one: UsableInput) => ({ ...factsOf(one), valueField: `used.${one.id}.value`, why: one.why });

const factsOf = ({ id, name, lot, from, producedOn, outside }: UsableInput) => ({
  id,
  title: lot === null || lot === id ? name : `${name} · ${lot}`,
  from,
  producedOn,
  /** What a mistake calls the row. */
  called: `${name} ${lot ?? ''} ${formatDay(producedOn)}`.replaceAll(/\s+/g, ' '),
  url: outside ? null : `/lo/${id}`,
});

const everyUnit = [...unitsLike('kg'), ...unitsLike('lít'), ...unitsLike('m'), 'cái', 'tấm', 'chiếc'];

const namedRow = (row: string, index: number, language: Language) => ({
  number: index + 1,
  codeField: `${row}.code`,
  valueField: `${row}.value`,
  unitField: `${row}.unit`,
  units: unitOptions(everyUnit, language),
});

const outsideRow = (row: string, index: number, language: Language) => ({
  ...namedRow(row, index, language),
  nameField: `${row}.name`,
  supplierField: `${row}.supplier`,
  lotField: `${row}.lot`,
  dayField: `${row}.receivedOn`,
  placeField: `${row}.place`,
  photoField: `${row}.photo`,
  photoIdField: `${row}.photoId`,
});

/**
 * The rows that were filled in, in the order of the form.
 * @param photoOf the photo that came now with a lot from outside, by its row
 */
export function filledInputs(
  { used, more, outside }: TypedInputs,
  photoOf: (row: string) => string | undefined,
): FilledInput[] {
  return [
    ...Object.entries(used).flatMap(([id, { value, unit, all }]) => {
      const quantity = value === undefined ? readAll(all) : { value, unit: unit ?? 'kg' };
      return quantity ? [{ row: `used.${id}`, wanted: { ...idOf(id), quantity } }] : [];
    }),
    ...more.flatMap((one, index) =>
      one?.code === undefined || one.value === undefined
        ? []
        : [{ row: `more.${index}`, wanted: { ...idOf(codeIn(one.code) ?? one.code), quantity: quantityOf(one) } }],
    ),
    ...outside.flatMap((one, index) => {
      if (one === undefined || isBlankLot(one)) return [];
      const row = `outside.${index}`;
      const { name = '', supplier = '', receivedOn = '', lot, place } = one;
      const photoId = photoOf(row) ?? one.photoId;
      return [
        { row, wanted: { outside: { name, supplier, receivedOn, lot, place, photoId }, quantity: quantityOf(one) } },
      ];
    }),
  ];
}

const quantityOf = ({ value = 0, unit = 'kg' }: { value?: number | undefined; unit?: string | undefined }) => ({
  value,
  unit,
});

const idOf = (id: string): { batchCode: string } | { outsideId: string } =>
  isOutsideId(id) ? { outsideId: id } : { batchCode: id };

function readAll(all: string | undefined): { value: number; unit: string } | null {
  const [, value, unit] = /^([\d.]+(?:e-?\d+)?) (.+)$/.exec(all ?? '') ?? [];
  return value !== undefined && unit !== undefined ? { value: Number(value), unit } : null;
}

/** Lets the mistakes of a verb, which knows only the rows that were filled in, point at the fields of the form. */
export const onInputRows = <T>(rows: readonly FilledInput[], result: Promise<T>): Promise<T> =>
  pointedBy((pointer) => {
    const [, place, rest = ''] = /^\/inputs\/(\d+)(.*)$/.exec(pointer) ?? [];
    const row = rows[Number(place)]?.row;
    if (row === undefined) return pointer.startsWith('/inputs') ? '/inputs' : pointer;
    return `/${row.replace('.', '/')}/${fieldIn(row, rest)}`;
  }, result);

function fieldIn(row: string, rest: string): string {
  if (rest.endsWith('/unit')) return 'unit';
  if (rest.endsWith('/photoId')) return 'photo';
  if (rest.endsWith('/receivedOn')) return 'receivedOn';
  return row.startsWith('more') && !rest.endsWith('/value') ? 'code' : 'value';
}

/** Fields of inputs that hold what a page offers: an amount beside each batch that is to be used up. */
export const amountsOffered = (inputs: readonly UsableInput[]): Record<string, string> =>
  Object.fromEntries(
    inputs.flatMap(({ id, left, why }) =>
      left && left.value > 0 && why === null ? [[`used.${id}.value`, writeNumber(left.value)]] : [],
    ),
  );
