/** A number measured, or words (key data such as the variety) with unit ''. */
export interface MeasuredValue {
  key: string;
  value: number | string;
  unit: string;
}

export interface PackCount {
  packId: string;
  count: number;
}

/** One step in a batch's history; never edited, only corrected by a later one. */
export interface TraceEvent {
  id: string;
  /** A stage of the profile, or one of the system's own. */
  stage: string;
  /** When it happened, as the person says. */
  occurredAt: Date;
  /** When it reached us. */
  recordedAt: Date;
  place: string | null;
  measurements: MeasuredValue[];
  note: string | null;
  photoIds: string[];
  packs: PackCount[];
  /** Display name of the recorder; '' for the system and once erased. */
  by: string;
  hash: string;
  previousHash: string;
  /** The later event that corrects this one. */
  correctedBy: string | null;
  /** The earlier event that this one corrects. */
  corrects: string | null;
  /** Why it was corrected, recalled or lifted. */
  reason: string | null;
  /** Of a dispatch: never shown to the public. */
  orderNumber: string | null;
}

/** Stages that no profile has: the house writes them itself. */
export const systemStages = ['recalled', 'recall-lifted', 'packed-order', 'shipped-order'] as const;
export type SystemStage = (typeof systemStages)[number];
