import { z } from 'zod';

/** What an operator may set that the market runs without. Read by `config.ts` with all others. */
export const OperationSettings = {
  SECURITY_CONTACT: z
    .string()
    .regex(
      /^(?:mailto:[^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/[^\s/]+\.\S+|tel:\+\d{8,15})$/,
      'SECURITY_CONTACT is mailto:…, https://… or tel:+84…',
    )
    .optional(),
};
