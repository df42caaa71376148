import { slugOf } from '../fold.ts';
import { type CriteriaSet, criteriaOf } from './criteria.ts';
import type { BroughtFile } from './dossier.ts';
import type { Proof } from './gather.ts';
import { getPaper, type Paper, papers } from './paper.ts';
import type { PaperState } from './paper-state.ts';

/** How every paper stands that a set asks for, in the order of their folders. */
export function papersDue(set: CriteriaSet, files: readonly BroughtFile[], proofs: readonly Proof[]): PaperState[] {
  const asked = new Set(criteriaOf(set).flatMap((criterion) => criterion.papers));
  return papers
    .filter(({ id, folder }) => asked.has(id) || folder === registrationFolder)
    .map((paper) => stateOf(paper, files, proofs));
}

/** What is asked for whatever the criteria: forms and the copy of the registration. */
const registrationFolder = '01_dang-ky';

function stateOf(paper: Paper, files: readonly BroughtFile[], proofs: readonly Proof[]): PaperState {
  const { id, folder, title, duty } = paper;
  const brought = files.filter((file) => file.paper === id);
  const held = proofs.filter(({ evidence }) => paper.evidence.includes(evidence));
  return {
    id,
    folder,
    title,
    duty,
    state: stateFor(paper, brought.length, held.length),
    files: [...brought.map((file) => pathOfFile(file, files)), ...held.map(pathOfProof)],
    found: held.flatMap(({ evidence, facts }) => (facts === null ? [] : [{ evidence, facts }])),
  };
}

function stateFor({ toSign, goods }: Paper, brought: number, held: number): PaperState['state'] {
  if (brought > 0) return 'brought';
  if (goods) return 'goods';
  if (held === 0) return 'missing';
  return toSign ? 'to-sign' : 'held';
}

/** Where a paper that was brought lies in the ZIP: `02_phap-ly/ban-tu-cong-bo-chat-luong-1.pdf`. */
export function pathOfFile({ id, paper, type }: BroughtFile, files: readonly BroughtFile[]): string {
  const { folder, title } = getPaper(paper);
  const place = files.filter((one) => one.paper === paper).findIndex((one) => one.id === id) + 1;
  const name = slugOf(title.vi, paper).slice(0, 50).replace(/-+$/, '');
  return `${folder}/${name}-${place}.${type === 'application/pdf' ? 'pdf' : 'jpg'}`;
}

/** Where a proof lies: with the paper that it is, not with one that is only drafted from it. */
export function pathOfProof({ evidence, name }: Proof): string {
  const fitting = papers.filter((paper) => paper.evidence.includes(evidence));
  const { folder } = fitting.find(({ toSign }) => !toSign) ?? fitting[0] ?? { folder: '00_khac' };
  return `${folder}/${name}`;
}

/** Papers that belong to no criterion: forms and the copy of the registration. */
export function ofNoCriterion(set: CriteriaSet, papers: readonly PaperState[]): PaperState[] {
  const used = new Set(criteriaOf(set).flatMap((one) => one.papers));
  return papers.filter(({ id }) => !used.has(id));
}

/** Whether something that every dossier needs is not in it yet. */
export const lacksMust = (states: readonly PaperState[]): boolean =>
  states.some(({ duty, state }) => duty === 'must' && (state === 'missing' || state === 'to-sign'));
