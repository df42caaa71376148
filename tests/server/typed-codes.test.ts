import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { readGtin } from '../../server/catalog/gtin.ts';
import { readCode } from '../../server/codes.ts';
import { lines, text } from '../../server/http/fields.ts';
import { hashSecret, readPin, verifySecret } from '../../server/identity/password.ts';
import { readPhone } from '../../server/identity/phone.ts';
import { hashLookupCode, newTotpSecret, readTotp } from '../../server/identity/totp.ts';
import { PrintLabelsForm } from '../../server/labels/labels.schemas.ts';
import { readOrderNumber } from '../../server/orders/order-number.ts';
import { referencesIn } from '../../server/payments/memo.ts';
import { AccountNumber, AddConnectionForm } from '../../server/payments/payments.schemas.ts';
import { readDigitalLink } from '../../server/provenance/digital-link.ts';
import { fromRoot } from '../../server/root.ts';
import { Inputs } from '../../server/traceability/inputs.schemas.ts';
import { RegisterBatch } from '../../server/traceability/traceability.schemas.ts';
import { viewFiles } from '../house/imports.ts';
import { noon } from '../support/services.ts';

const secret = newTotpSecret();
const totp = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: noon.getTime() });
const link = (lot: string) => readDigitalLink(`/01/09506000134352/10/${encodeURIComponent(lot)}`)?.lot ?? null;
const key = (apiKey: string) =>
  AddConnectionForm.safeParse({ provider: 'sepay', account: '123456', apiKey }).data?.apiKey;

/** Everything that is copied, pasted or typed character by character: what it is, a good one, and how it is read. */
const codes: [what: string, good: string, read: (typed: string) => unknown][] = [
  ['a batch code', '01234568', readCode],
  ['an order number', 'DH01234568', readOrderNumber],
  ['a payment reference', 'BL01234568', (typed) => referencesIn(`CK ${typed} cam on`).join(' ') || null],
  ['a barcode number', '9506000134352', readGtin],
  ['a phone number', '0912345678', readPhone],
  ['a PIN', '482915', readPin],
  ['a code of the authenticator', totp, (typed) => readTotp(secret, typed, noon)],
  ['a lookup code', 'ABCD-EFGH-1234-5678-90AB-CDEF', hashLookupCode],
  ['an account number', '19031234567', (typed) => AccountNumber.safeParse(typed).data],
  ['a key of a bank connection', 'Key_0123456789', key],
  ['a lot in an address', 'L2026-11', link],
  ['a lot in a form', 'L2026-11', (typed) => RegisterBatch.shape.lot.safeParse(typed).data],
];

const wide = (typed: string): string =>
  Array.from(typed, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('');
const ways: [how: string, write: (good: string) => string][] = [
  ['pasted from a chat with marks of direction', (good) => `\u202a${good}\u202c`],
  ['pasted with joiners between', (good) => Array.from(good).join('\u200b')],
  [
    'with a mark of byte order before and a soft hyphen in it',
    (good) => `\ufeff${good.slice(0, 3)}\u00ad${good.slice(3)}`,
  ],
  ['with blanks around, one of them hard', (good) => `\u00a0${good} \n`],
  ['typed on a wide keyboard', wide],
];

describe.each(codes)('%s', (_what, good, read) => {
  it('is read', () => expect(read(good) ?? null).not.toBeNull());
  it.each(ways)('is the same %s', (_how, write) => expect(read(write(good))).toEqual(read(good)));
});

describe('a PIN', () => {
  it('opens however it came, and a password only as it was typed', async () => {
    const [pin, password] = [await hashSecret('４８２９１５'), await hashSecret('mậtＫhẩu dài')];
    expect(await verifySecret(pin, '\u202a482915\u202c')).toBe(true);
    expect(await verifySecret(pin, '482916')).toBe(false);
    expect(await verifySecret(password, 'mậtＫhẩu dài')).toBe(true);
    expect(await verifySecret(password, 'mậtKhẩu dài')).toBe(false);
  });
});

describe('a code that our pages and papers show', () => {
  const order = 'DH01234568';
  it.each([
    'dh0123 4568',
    'DH 0123-4568',
    'Đơn hàng DH01234568 đã giao',
    'mã đơn: dh01234568.',
    'https://cho.example/don/DH01234568?key=abc',
  ])('is read as the order: %s', (typed) => expect(readOrderNumber(typed)).toBe(order));
  it.each(['DH012345689', 'DH0123456', 'ADH01234568', 'DH01234567', 'đơn của bà'])('is none: %s', (typed) =>
    expect(readOrderNumber(typed)).toBeNull(),
  );

  it.each(['0123 4568', 'Mã: 0123 4568', 'https://cho.example/T/01234568/000QP0PD'])(
    'is read as the batch, as an input and beside a form: %s',
    (typed) => {
      const quantity = { value: 1, unit: 'kg' };
      expect(Inputs.parse([{ batchCode: typed, quantity }])).toEqual([{ batchCode: '01234568', quantity }]);
      expect(PrintLabelsForm.shape.alsoCode.parse(typed)).toBe('01234568');
    },
  );

  it.each(['000qp0pd', '01234568 000QP0PD', 'https://cho.example/T/01234568/000QP0PD'])(
    'is read as the serial to print again from: %s',
    (typed) => expect(PrintLabelsForm.shape.fromSerial.parse(typed)).toBe('000QP0PD'),
  );

  // Browsers cut what is pasted to this length without a word.
  it('has room in its field for a whole message', () => {
    const named = /name=['"](?:code|fromSerial|alsoCode|orderNumber|restOf|q)['"]/;
    const fields = viewFiles().flatMap((file) =>
      [...readFileSync(fromRoot(file), 'utf8').matchAll(/\{\{> field [^}]*|<input[^>]*/g)]
        .map(([field]) => field)
        .filter((field) => named.test(field) && !/one-time-code|type="hidden"/.test(field)),
    );
    expect(fields.length).toBeGreaterThanOrEqual(7);
    for (const field of fields) expect(field).toMatch(/maxlength=['"]?1000/);
  });
});

it('fields of text drop what nobody sees alike', () => {
  expect([text(20).parse('L1\u200b2'), lines(20).parse('L1\u200b2')]).toEqual(['L12', 'L12']);
});
