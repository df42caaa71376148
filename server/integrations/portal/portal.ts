/**
 * The national traceability portal (Ministry of Science, truyxuatnguongoc.gov.vn), as far as it is known (as of 2026-11): its
 * guide is not public. An organisation enters its goods on the portal itself; a partner links them by their GTIN.
 */
export interface Portal {
  link: (wanted: { gtin: string; taxCode: string }) => Promise<Linked>;
}

export type Linked = { is: 'linked'; portalId: string } | { is: 'refused'; why: Refusal; said: string };

/** What its refusals mean to people. */
export type Refusal = 'organisation' | 'picture' | 'gtin' | 'sign-in' | 'account' | 'unknown';

/** How a request gets there: an address's path and what is sent; what came back. */
export type Transport = (path: string, body: object) => Promise<{ status: number; body: unknown }>;

// Seen in one partner's client, not promised by anybody.
const productPath = '/tochuc/v5/ToChuc_SanPham';

/** The portal over a transport. It may refuse with status 200, so that what it says is read, not its status alone. */
export const portalOver = (send: Transport): Portal => ({
  link: async ({ gtin, taxCode }) => readAnswer(await send(productPath, { maBarcode: gtin, maSoThue: taxCode })),
});

/** What an answer of the portal means. */
export function readAnswer({ status, body }: { status: number; body: unknown }): Linked {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const said = [fields.error, fields.debugMessage, fields.message].filter((one) => typeof one === 'string').join(' ');
  if (status === 200 && said === '' && (typeof fields.idSanPham === 'string' || typeof fields.idSanPham === 'number'))
    return { is: 'linked', portalId: String(fields.idSanPham) };
  return { is: 'refused', why: reasonIn(status, said), said: said.slice(0, 300) };
}

function reasonIn(status: number, said: string): Refusal {
  if (status === 401 || /unauthorized|token/i.test(said)) return 'sign-in';
  if (/GTIN|CheckDigit|maBarcode/i.test(said)) return 'gtin';
  if (/UploadFile/.test(said)) return 'picture';
  if (/ToChuc_SanPhamService/.test(said)) return 'organisation';
  return /NullReference/.test(said) ? 'account' : 'unknown';
}
