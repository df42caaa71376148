import type { Localized } from '../language.ts';
import type { EvidenceKey, Paper } from './paper.ts';

/** How one paper of a dossier stands. */
export interface PaperState {
  id: string;
  folder: string;
  title: Localized;
  duty: Paper['duty'];
  /**
   * brought: a person attached it; held: we hold what stands for it; to-sign: we hold a draft that somebody has to sign or confirm;
   * missing; goods: handed in beside the dossier.
   */
  state: 'brought' | 'held' | 'to-sign' | 'missing' | 'goods';
  /** Where its files are in the ZIP. */
  files: string[];
  /** What we hold of it, each to be said by `ocop.found.<evidence>`. */
  found: { evidence: EvidenceKey; facts: Readonly<Record<string, string | number>> }[];
}
