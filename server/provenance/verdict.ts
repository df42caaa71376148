/** genuine ✓ · caution ! · recalled ✕ · unknown ? */
export type VerdictKind = 'genuine' | 'caution' | 'recalled' | 'unknown';

export type Caution = 'chain-broken' | 'outside-limit' | 'expired' | 'unit-voided' | 'unchecked' | 'unit-unsure';

/** What a scan answers before anything else. The sentence is `provenance.verdict.<code>` in the catalogues. */
export interface Verdict {
  kind: VerdictKind;
  code: 'genuine-batch' | 'genuine-unit' | 'recalled' | Caution;
  /** Everything that speaks for care, the gravest first. */
  cautions: Caution[];
}

export interface Evidence {
  recalled: boolean;
  /** The history's hashes fit together. */
  chainWhole: boolean;
  /** A measurement lies outside the limit the batch was made under. */
  outsideLimit: boolean;
  /** YYYY-MM-DD, the last good day; null when the goods do not expire. */
  expiresOn: string | null;
  /** Vietnamese day of the scan, YYYY-MM-DD. */
  today: string;
  /** Since when the database has not answered, while an earlier page is shown; null when all was read just now. */
  uncheckedSince: Date | null;
  /**
   * batch: no serial was scanned; voided: its labels were thrown away; unsure: so many serials of the batch were guessed that
   * none is believed.
   */
  unit: 'batch' | 'genuine' | 'voided' | 'unsure';
}

/** The verdict over one batch or one of its units; what is not there has no evidence and gets no verdict here. */
export function verdictOf(evidence: Evidence): Verdict {
  const cautions = cautionsOf(evidence);
  if (evidence.recalled) return { kind: 'recalled', code: 'recalled', cautions };
  const [gravest] = cautions;
  if (gravest) return { kind: 'caution', code: gravest, cautions };
  return { kind: 'genuine', code: evidence.unit === 'genuine' ? 'genuine-unit' : 'genuine-batch', cautions };
}

function cautionsOf({ chainWhole, outsideLimit, expiresOn, today, uncheckedSince, unit }: Evidence): Caution[] {
  const found: [Caution, boolean][] = [
    ['chain-broken', !chainWhole],
    ['outside-limit', outsideLimit],
    ['expired', expiresOn !== null && expiresOn < today],
    ['unit-voided', unit === 'voided'],
    ['unchecked', uncheckedSince !== null],
    ['unit-unsure', unit === 'unsure'],
  ];
  return found.filter(([, holds]) => holds).map(([caution]) => caution);
}
