export interface StockRow {
  packId: string;
  /** Still in the house, held ones included. */
  onHand: number;
  /** On hand and held for nobody; the condition that keeps us from selling twice. */
  free: number;
  sold: number;
}

export interface Hold {
  order: string;
  packId: string;
  quantity: number;
  until: Date;
}

/** So much of a batch went into another one. */
export interface Draw {
  /** The code of the batch that it went into. */
  by: string;
  /** `registration`, or the id of the request that added it with a step: drawn once however often it is tried. */
  key: string;
  /** In thousandths of the base unit (amount.ts). */
  thousandths: number;
}
