import path from 'node:path';
import { z } from 'zod';
import type { ElsewhereSettings } from './database/copies/elsewhere.ts';

/** What an operator may set that the market runs without. Read by `config.ts` with all others. */
export const OperationSettings = {
  SECURITY_CONTACT: z
    .string()
    .regex(
      /^(?:mailto:[^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/[^\s/]+\.\S+|tel:\+\d{8,15})$/,
      'SECURITY_CONTACT is mailto:…, https://… or tel:+84…',
    )
    .optional(),
  BACKUP_TO: z
    .string()
    .regex(/^(?:\/.+|https?:\/\/[^\s/@]+\/[^\s?#]+)$/, 'BACKUP_TO is /a/folder or https://store/bucket')
    .optional(),
  BACKUP_RECIPIENT: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'BACKUP_RECIPIENT is age1…, as `npm run -s backup-key` prints it')
    .optional(),
  BACKUP_ACCESS_KEY: z.string().optional(),
  BACKUP_SECRET_KEY: z.string().optional(),
  BACKUP_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'BACKUP_REGION is a name such as us-east-1')
    .default('us-east-1'),
};

type Given = z.infer<z.ZodObject<typeof OperationSettings>>;

const isStore = (to: string): boolean => /^https?:/.test(to);

/** Where sealed copies go; null: nowhere. */
export function elsewhereOf(given: Given): ElsewhereSettings | null {
  const { BACKUP_TO: to, BACKUP_RECIPIENT: recipient = '' } = given;
  if (to === undefined) return null;
  const { BACKUP_ACCESS_KEY: accessKey = '', BACKUP_SECRET_KEY: secretKey = '', BACKUP_REGION: region } = given;
  return { to, recipient, keys: isStore(to) ? { accessKey, secretKey, region } : null };
}

/** What is wrong with where copies go. @param isEmbedded whether the market makes its own backups at all */
export function elsewhereProblems(
  given: Given,
  { dataDir, isEmbedded }: { dataDir: string; isEmbedded: boolean },
): string[] {
  const { BACKUP_TO: to } = given;
  if (to === undefined) return [];
  const problems = given.BACKUP_RECIPIENT
    ? []
    : [
        'BACKUP_TO needs BACKUP_RECIPIENT: copies leave this machine sealed; `npm run -s backup-key -- FILE` makes a key',
      ];
  if (!isEmbedded) problems.push('BACKUP_TO is for the embedded engine: a MongoDB has the backups of its operator');
  if (isStore(to) && !(given.BACKUP_ACCESS_KEY && given.BACKUP_SECRET_KEY))
    problems.push('BACKUP_TO is a store: it needs BACKUP_ACCESS_KEY and BACKUP_SECRET_KEY');
  if (!isStore(to) && !path.relative(dataDir, to).startsWith('..'))
    problems.push('BACKUP_TO lies in DATA_DIR: who loses the one loses the other');
  return problems;
}
