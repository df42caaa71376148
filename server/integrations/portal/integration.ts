import type { OtherCodesOf } from '../../catalog/other-codes.ts';
import { productCodes } from './product-codes.ts';

export const otherCodesOf: OtherCodesOf = async (productId) => {
  const { portalId, otherSystem, otherCode, otherLink } = await productCodes(productId);
  const own = { words: 'portal.shown', system: 'truyxuatnguongoc.gov.vn', code: portalId, link: null };
  const other = { words: 'portal.other.title', system: otherSystem, code: otherCode, link: otherLink };
  return [own, other].flatMap((one) => (one.code === null ? [] : { ...one, code: one.code }));
};
