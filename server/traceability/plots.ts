import { findProfile } from '../catalog/profiles.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { stepsOf } from './bulk.ts';

/** Where something of a batch grew, in the words of who said it. */
export interface Plot {
  code: string;
  said: string;
}

// The key datum under which every kind's profile asks for the plot or growing area.
const key = 'plot';

/** The plots that the steps of these batches name, each once for a batch. */
export async function plotsOf(codes: readonly string[]): Promise<Plot[]> {
  const records = await BatchModel.find(
    { code: { $in: [...codes] }, 'events.measurements.key': key },
    { code: 1, kind: 1, events: 1 },
  ).lean<BatchRecord[]>();
  return records.flatMap((record) =>
    asksForPlot(record.kind)
      ? [...new Set(stepsOf(record).flatMap(plotsIn))].map((said) => ({ code: record.code, said }))
      : [],
  );
}

const asksForPlot = (kind: string): boolean =>
  findProfile(kind)?.stages.some(({ keyData }) => keyData.some((one) => one.key === key)) ?? false;

const plotsIn = ({ measurements }: Pick<BatchRecord['events'][number], 'measurements'>): string[] =>
  measurements.flatMap((one) => (one.key === key && typeof one.value === 'string' ? [one.value] : []));
