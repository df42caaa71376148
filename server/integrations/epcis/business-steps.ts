import { findStage, getProfile } from '../../catalog/profiles.ts';
import { lookup } from '../../lookup.ts';
import { inspectionStage } from '../../traceability/timeline.ts';
import type { EpcisEvent } from './epcis-event.ts';

/** Why something happened, in the words of the Core Business Vocabulary 2.0. */
type Why = Pick<EpcisEvent, 'bizStep' | 'disposition' | 'persistentDisposition'> & { action?: 'DELETE' };

const ofTheHouse = lookup<Why>({
  recalled: { bizStep: 'holding', disposition: 'recalled', persistentDisposition: { set: ['recalled'] } },
  'recall-lifted': {
    bizStep: 'accepting',
    disposition: 'sellable_accessible',
    persistentDisposition: { unset: ['recalled'] },
  },
  'sale-allowed': { bizStep: 'accepting', disposition: 'sellable_accessible' },
  'inspection-asked': { bizStep: 'holding', disposition: 'sellable_not_accessible' },
  'written-off': { bizStep: 'decommissioning', action: 'DELETE' },
  'balance-answered': { bizStep: 'stock_taking' },
  'packed-order': { bizStep: 'picking', disposition: 'reserved' },
  'shipped-order': { bizStep: 'shipping', disposition: 'in_transit' },
  'returned-order': { bizStep: 'receiving', disposition: 'returned' },
});

/** Whether goods become others at this stage of their kind: it has a yield. */
export const transforms = (kind: string, stage: string): boolean =>
  findStage(getProfile(kind), stage)?.yield !== undefined;

/**
 * Why a step was done. The vocabulary has no word for harvesting or spreading noodle sheets: those keep a name of our own.
 * @param own the name of a stage of the kind's profile
 */
export function whyOf(
  kind: string,
  { stage, isOutside, isMeasured }: { stage: string; isOutside: boolean; isMeasured: boolean },
  own: string,
): Why {
  const known = ofTheHouse[stage];
  if (known) return known;
  if (stage === inspectionStage)
    return { bizStep: 'inspecting', disposition: isOutside ? 'non_conformant' : 'conformant' };
  if (findStage(getProfile(kind), stage)?.makesStock) return { bizStep: 'packing' };
  if (transforms(kind, stage)) return { bizStep: 'commissioning', disposition: 'in_progress' };
  return isMeasured ? { bizStep: 'inspecting' } : { bizStep: own };
}
