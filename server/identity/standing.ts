import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

const StandingFile = z.strictObject({
  source: z.string().min(1),
  asOf: z.string().min(1),
  /** a seller is told so many days before the stall is suspended, unless an authority wants it */
  suspensionNoticeDays: z.int().positive(),
  /** a foreigner's passport is good for so many months more on the day of the check */
  passportMonths: z.int().positive(),
  /** from this day on papers alone are not enough */
  electronicFrom: z.iso.date(),
});

/** What the law wants of a seller before the first sale, and of who suspends one. */
export const standingRules = StandingFile.parse(
  JSON.parse(readFileSync(fromRoot('server/identity/standing.json'), 'utf8')),
);

/** As whom a seller was identified: a person of Vietnam, one from abroad, an organisation. */
export const identityKinds = ['person', 'foreigner', 'organisation'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** How the identity was looked at. */
export const identityWays = ['papers', 'electronic'] as const;
export type IdentityWay = (typeof identityWays)[number];

/** What was looked at: personal data, which the database holds sealed alone. */
export interface IdentityFacts {
  legalName: string;
  /** `YYYY-MM-DD`; of a person */
  bornOn: string | null;
  /** personal number, passport or business registration */
  number: string;
  /** `YYYY-MM-DD`; of a passport */
  validUntil: string | null;
  taxCode: string | null;
  address: string;
}

/** That a seller's identity was confirmed: everybody may know the day, nobody the facts. */
export interface IdentityCheck {
  kind: IdentityKind;
  way: IdentityWay;
  /** `YYYY-MM-DD` */
  on: string;
  at: Date;
  by: string;
  /** the facts, sealed (sealed-secret.ts) for this seller */
  sealed: string;
}

/** A stall that is closed from a moment on: who said so, when the seller was told, and why. */
export interface Suspension {
  id: string;
  from: Date;
  toldAt: Date;
  by: string;
  reason: string;
  /** the paper of the authority that wants it; then no days of notice are waited for */
  authority: string | null;
  liftedAt: Date | null;
  liftedBy: string | null;
}
