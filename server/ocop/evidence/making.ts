import { dayOf, formatNumber } from '../../format.ts';
import type { Cell, Rows } from '../../tables.ts';
import type { Batch } from '../../traceability/batches.ts';
import { inspectionStage, publicStory, type StoryStep } from '../../traceability/timeline.ts';
import { originProofs } from './origin.ts';
import { photoFile } from './picture.ts';
import { type Proof, type Subject, tableProof } from './proof.ts';

const photosTold = 12;

/** How the goods are made: batch records, test results, and where what went into them came from. */
export async function makingProofs(subject: Subject): Promise<Proof[]> {
  const { batches } = subject;
  if (batches.length === 0) return [];
  const steps = batches.map((batch) => ({ batch, steps: publicStory(batch) }));
  return [recordsProof(steps), ...testProofs(steps), ...(await originProofs(subject))];
}

type Told = { batch: Batch; steps: StoryStep[] };

function recordsProof(told: readonly Told[]): Proof {
  const rows: Rows = [
    ['Số lô', 'Mã lô', 'Ngày làm', 'Lượng', 'Đơn vị', 'Bước', 'Ngày', 'Số đo'],
    ...told.flatMap(({ batch, steps }) =>
      steps.map((step): Cell[] => [
        batch.lot,
        batch.code,
        { day: batch.producedOn },
        batch.quantity.value,
        batch.quantity.unit,
        step.name.vi,
        { day: dayOf(step.occurredAt) },
        step.measurements.map(measured).join('; '),
      ]),
    ),
  ];
  return tableProof('batches', 'ho-so-lo', rows, { n: told.length });
}

const measured = ({ name, value, unitName }: StoryStep['measurements'][number]): string =>
  `${name.vi}: ${typeof value === 'number' ? formatNumber(value, 'vi') : value} ${unitName.vi}`.trim();

function testProofs(told: readonly Told[]): Proof[] {
  const tests = told.flatMap(({ batch, steps }) =>
    steps.filter(({ stage }) => stage === inspectionStage).map((step) => ({ lot: batch.lot, step })),
  );
  if (tests.length === 0) return [];
  const rows = tests.flatMap(({ lot, step }) =>
    resultsOf(step).map((result): Cell[] => [lot, { day: dayOf(step.occurredAt) }, ...result]),
  );
  const head = ['Số lô', 'Ngày', 'Chỉ tiêu', 'Kết quả', 'Đơn vị', 'Giới hạn', 'Đánh giá'];
  const photos = tests.flatMap(({ step }) => step.photoIds).slice(0, photosTold);
  return [
    tableProof('tests', 'ket-qua-kiem-nghiem', [head, ...rows], { n: rows.length }),
    ...photos.map(
      (id, place): Proof => ({
        evidence: 'tests',
        name: `anh-kiem-nghiem-${place + 1}.jpg`,
        facts: null,
        make: () => photoFile(id),
      }),
    ),
  ];
}

const verdicts = { within: 'đạt', outside: 'không đạt', 'no-limit': '', passed: 'đạt', failed: 'không đạt', open: '' };

const resultsOf = ({ measurements, findings }: StoryStep): Cell[][] => [
  ...measurements.map(({ name, value, unitName, limit, verdict }): Cell[] => [
    name.vi,
    value,
    unitName.vi,
    limit === null ? '' : [limit.min, limit.max].map((one) => one ?? '…').join('–'),
    verdicts[verdict],
  ]),
  ...findings.map(({ name, value, unit, limit, verdict }): Cell[] => [
    name,
    value,
    unit,
    limit ?? '',
    verdicts[verdict],
  ]),
];
