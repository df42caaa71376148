import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { getProfile, inPeoplesUnit, type Profile, type Stage, unitOptions } from '../catalog/profiles.ts';
import { daysBetween } from '../days.ts';
import { dayOf } from '../format.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { answersTo, ownPlots, type Plot } from '../plots/plots.ts';
import { type Batch, listBatches } from '../traceability/batches.ts';
import { expiryAskedOf, keepsDaysOf } from '../traceability/expiry-asked.ts';
import { inspectionStage, nextStage } from '../traceability/timeline.ts';
import { heardAs } from '../voice/names-heard.ts';

const mostProducts = 50;
const mostBatches = 30;
const lastSteps = 3;

/** What a person needs to write down batches and steps where there is no signal, in their language. */
export async function notebookOf(actor: Actor, language: Language) {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  const [products, batches, plots] = await Promise.all([
    listProducts({ sellerIds, limit: mostProducts }),
    listBatches(actor, { limit: mostBatches }),
    ownPlots(actor),
  ]);
  const kinds = [...new Set([...products, ...batches].map(({ kind }) => kind))].map(getProfile);
  return {
    products: await Promise.all(products.map((product) => productRow(product, { batches, plots }))),
    kinds: kinds.map((profile) => kindRow(profile, language)),
    batches: batches.map((batch) => batchRow(batch, language)),
  };
}

async function productRow(product: Product, { batches, plots }: { batches: readonly Batch[]; plots: readonly Plot[] }) {
  const last = batches.find(({ productId }) => productId === product.id);
  return {
    id: product.id,
    name: product.name,
    kind: product.kind,
    expiry: await expiryAskedOf(product),
    keepsDays: await keepsDaysOf(product),
    packs: product.packs.map(({ id, name }) => ({ id, name })),
    last: last ? last.quantity : null,
    lastSteps: lastStepsOf(batches.filter(({ productId }) => productId === product.id)),
    known: knownTo(product, plots),
  };
}

/**
 * The steps of the newest batch that has several, each stage once: so many days after its making, and what was said in words. What was
 * measured then says nothing of another batch.
 */
function lastStepsOf(batches: readonly Batch[]) {
  const batch = batches.find((one) => new Set(stepsOf(one).map(({ stage }) => stage)).size > 1);
  if (!batch) return [];
  const stages = new Map(getProfile(batch.kind).stages.map(({ id, keyData }) => [id, keyData.map(({ key }) => key)]));
  const firsts = new Map(
    stepsOf(batch)
      .toReversed()
      .map((step) => [step.stage, step]),
  );
  return [...firsts.values()].toReversed().map(({ stage, occurredAt, measurements }) => ({
    stage,
    days: daysBetween(batch.producedOn, dayOf(occurredAt)),
    answers: Object.fromEntries(
      measurements.flatMap(({ key, value }) => (stages.get(stage)?.includes(key) ? [[key, String(value)]] : [])),
    ),
  }));
}

/** The steps of a batch that people write down here, as they happened. */
const stepsOf = ({ kind, events }: Batch) => {
  const stages = new Set(getProfile(kind).stages.map(({ id }) => id));
  return events.filter(
    ({ stage, withdrawn, corrects }) => stages.has(stage) && stage !== inspectionStage && !withdrawn && !corrects,
  );
};

/** What the household's plots answer, by the question's key: names and codes, never where they lie. */
function knownTo({ kind, sellerId }: Product, plots: readonly Plot[]): Record<string, string[]> {
  const own = plots.filter((plot) => plot.sellerId === sellerId);
  const keys = getProfile(kind).stages.flatMap(({ keyData }) => keyData.map(({ key }) => key));
  return Object.fromEntries(
    [...new Set(keys)].map((key) => [key, answersTo(key, own)] as const).filter(([, answers]) => answers.length > 0),
  );
}

const kindRow = ({ kind, picture, units, stages }: Profile, language: Language) => ({
  kind,
  picture,
  units: unitOptions(units, language),
  // A test is told with its report, on a page of its own.
  stages: stages.filter(({ id }) => id !== inspectionStage).map((stage) => stageRow(stage, language)),
});

const stageRow = ({ id, name, picture, makesStock, keyData, measurements }: Stage, language: Language) => ({
  id,
  title: pick(name, language),
  heard: heardAs(`stage-${id}`, name.vi),
  picture,
  makesStock,
  questions: [
    ...keyData.map(({ key, name, needed = false }) => ({
      key,
      title: pick(name, language),
      heard: heardAs(`question-${key}`, name.vi),
      unit: null,
      needed,
    })),
    ...measurements.map(({ key, name, unit, plausible }) => ({
      key,
      title: pick(name, language),
      heard: heardAs(`question-${key}`, name.vi),
      unit,
      unitName: inPeoplesUnit({ value: 0, unit }, language).unit,
      ...plausible,
      needed: false,
    })),
  ],
});

function batchRow(batch: Batch, language: Language) {
  const stages = new Map(getProfile(batch.kind).stages.map(({ id, name }) => [id, pick(name, language)]));
  const steps = batch.events.filter(({ stage, withdrawn, corrects }) => stages.has(stage) && !withdrawn && !corrects);
  return {
    code: batch.code,
    productId: batch.productId,
    kind: batch.kind,
    producedOn: batch.producedOn,
    quantity: batch.quantity,
    recalled: batch.state === 'recalled',
    stages: stepsOf(batch).map(({ stage }) => stage),
    next: nextStage(batch),
    steps: steps.slice(-lastSteps).map(({ stage, occurredAt }) => ({
      title: stages.get(stage) ?? stage,
      day: dayOf(occurredAt),
    })),
    answers: Object.fromEntries(
      batch.events.flatMap(({ measurements }) => measurements.map(({ key, value }) => [key, String(value)])),
    ),
    place: batch.events.findLast(({ place }) => place !== null)?.place ?? null,
  };
}
