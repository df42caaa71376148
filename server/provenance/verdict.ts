/** genuine ✓ · genuine-but ✓ with what is missing · caution ! · recalled ✕ · unknown ? */
export type VerdictKind = 'genuine' | 'genuine-but' | 'caution' | 'recalled' | 'unknown';

export type Caution =
  | 'chain-broken'
  | 'outside-limit'
  | 'made-over'
  | 'input-barred'
  | 'expired'
  | 'unit-voided'
  | 'unit-copied'
  | 'unchecked'
  | 'unit-unsure';

/** What a buyer should ask about; the goods are what they say all the same. */
export type LoudAsk = 'no-steps' | 'untested' | 'was-outside' | 'no-expiry';

/** That, or what is merely missing in the records and is said below the verdict, without changing it. */
export type Ask = LoudAsk | 'gaps' | 'no-photo';

/** What a scan answers before anything else. The sentence is `provenance.verdict.<code>` in the catalogues. */
export interface Verdict {
  kind: VerdictKind;
  code: 'genuine-batch' | 'genuine-unit' | 'recalled' | Caution | LoudAsk;
  /** Everything that speaks for care, the gravest first. */
  cautions: Caution[];
  /** Everything that is missing or asks, the gravest first. */
  asks: Ask[];
}

/** The facts that a verdict hangs on. */
export interface Evidence {
  recalled: boolean;
  /** The history's hashes fit together. */
  chainWhole: boolean;
  /** A measurement lies outside the limit the batch was made under, and nobody has answered for it. */
  outsideLimit: boolean;
  /** One did, and a later inspection passed or somebody answered. */
  wasOutside: boolean;
  /** More is said to have been made than went in, and nobody has answered for it. */
  madeOver: boolean;
  /** What it was made from failed its inspection, has none yet, or was used after its last day. */
  inputBarred: boolean;
  /** An inspection is asked for, and none is passed. */
  untested: boolean;
  /** YYYY-MM-DD, the last good day; null when nobody said one. */
  expiresOn: string | null;
  /** Goods of this kind expire, as the file of the kind says. */
  expires: boolean;
  /** Vietnamese day of the scan, YYYY-MM-DD. */
  today: string;
  /** How many steps its makers recorded. */
  steps: number;
  /** Stages or key data that the kind asks for are missing. */
  gaps: boolean;
  hasPhoto: boolean;
  /** Since when the database has not answered, while an earlier page is shown; null when all was read just now. */
  uncheckedSince: Date | null;
  /**
   * batch: no serial was scanned; voided: its labels were thrown away; copied: scanned more often than one label is; unsure: so
   * many serials of the batch were guessed that none is believed.
   */
  unit: 'batch' | 'genuine' | 'voided' | 'copied' | 'unsure';
}

type Holds = (evidence: Evidence) => boolean;

/** The one rule: from facts to words, the gravest first. What its row says is said; nothing else decides. */
const cautions: readonly (readonly [Caution, Holds])[] = [
  ['chain-broken', ({ chainWhole }) => !chainWhole],
  ['outside-limit', ({ outsideLimit }) => outsideLimit],
  ['made-over', ({ madeOver }) => madeOver],
  ['input-barred', ({ inputBarred }) => inputBarred],
  ['expired', ({ expiresOn, today }) => expiresOn !== null && expiresOn < today],
  ['unit-voided', ({ unit }) => unit === 'voided'],
  ['unit-copied', ({ unit }) => unit === 'copied'],
  ['unchecked', ({ uncheckedSince }) => uncheckedSince !== null],
  ['unit-unsure', ({ unit }) => unit === 'unsure'],
];

const asks: readonly (readonly [LoudAsk, Holds])[] = [
  ['no-steps', ({ steps }) => steps === 0],
  ['untested', ({ untested }) => untested],
  ['was-outside', ({ wasOutside }) => wasOutside],
  ['no-expiry', ({ expires, expiresOn }) => expires && expiresOn === null],
];

// Nearly every true record has some gap: a warning on each would warn of nothing.
const notes: readonly (readonly [Ask, Holds])[] = [
  ['gaps', ({ gaps }) => gaps],
  ['no-photo', ({ hasPhoto }) => !hasPhoto],
];

/** The verdict over one batch or one of its units; what is not there has no evidence and gets no verdict here. */
export function verdictOf(evidence: Evidence): Verdict {
  const holding = { cautions: holdingIn(cautions, evidence), asks: holdingIn(asks, evidence) };
  return {
    ...leading(evidence, holding),
    cautions: holding.cautions,
    asks: [...holding.asks, ...holdingIn(notes, evidence)],
  };
}

function leading(
  { recalled, unit }: Evidence,
  holding: { cautions: Caution[]; asks: LoudAsk[] },
): Pick<Verdict, 'kind' | 'code'> {
  if (recalled) return { kind: 'recalled', code: 'recalled' };
  const [caution] = holding.cautions;
  if (caution) return { kind: 'caution', code: caution };
  const [ask] = holding.asks;
  if (ask) return { kind: 'genuine-but', code: ask };
  return { kind: 'genuine', code: unit === 'genuine' ? 'genuine-unit' : 'genuine-batch' };
}

const holdingIn = <T>(rows: readonly (readonly [T, Holds])[], evidence: Evidence): T[] =>
  rows.filter(([, holds]) => holds(evidence)).map(([code]) => code);
