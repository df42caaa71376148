import { describe, expect, it } from 'vitest';
import { nextStates, runStates, statesBefore } from '../../../server/labels/label-run.ts';

describe('the states of a run', () => {
  it('end in voided, and nothing comes back from there', () => {
    expect(nextStates.voided).toEqual([]);
    expect(statesBefore('voided')).toEqual(runStates.filter((state) => state !== 'voided'));
    expect(statesBefore('ready')).toEqual(['printing']);
  });
});
