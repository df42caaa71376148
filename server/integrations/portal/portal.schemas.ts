import { z } from 'zod';
import { text } from '../../http/fields.ts';

const link = z
  .url({ protocol: /^https$/ })
  .max(200)
  .optional();

/** What a product is called elsewhere, as it is typed in. */
export const CodesForm = z
  .strictObject({
    portalId: text(64).optional(),
    otherSystem: text(40).optional(),
    otherCode: text(64).optional(),
    otherLink: link,
  })
  .superRefine(({ otherSystem, otherCode, otherLink }, context) => {
    const isBegun = [otherSystem, otherCode, otherLink].some((one) => one !== undefined);
    const lacking = [otherSystem === undefined ? 'otherSystem' : null, otherCode === undefined ? 'otherCode' : null];
    if (isBegun)
      for (const path of lacking.filter((one) => one !== null))
        context.addIssue({ code: 'custom', message: 'other-code-whole', path: [path] });
  });

/** How the portal knows a seller. Tax codes have 10 digits, of branches 13, of households 12 (Circular 86/2024/TT-BTC). */
export const OrganisationForm = z.strictObject({
  taxCode: z.string().regex(/^\d{10}(-?\d{3})?$|^\d{12}$/, 'tax-code-format'),
  activated: z.literal('yes').optional(),
});
