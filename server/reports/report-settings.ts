import { model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { forbidden } from '../errors.ts';
import { tellChange } from '../told-changes.ts';

/** What stands on every report of the commune and is not counted. */
export interface ReportSettings {
  /** below "ỦY BAN NHÂN DÂN", such as XÃ BÌNH LƯ */
  commune: string;
  /** before the date */
  place: string;
  /** "Nơi nhận": a line each, as they are written, without the dash */
  recipients: string[];
  /** above the signature, a line each: a deputy signs for the chairman */
  signature: string[];
  signer: string;
}

interface SettingsRecord extends ReportSettings {
  _id: 'report';
  /** who changed it, the last first */
  history: { at: Date; by: string }[];
}

const schema = new Schema<SettingsRecord>(
  {
    _id: String,
    commune: String,
    place: String,
    recipients: [String],
    signature: [String],
    signer: String,
    history: [{ _id: false, at: Date, by: String }],
  },
  { versionKey: false, strict: 'throw' },
);
const SettingsModel = model<SettingsRecord>('ReportSettings', schema, 'report_settings');

/** As the commune's own reports have it (a report of June 2026). */
const usual: ReportSettings = {
  commune: 'XÃ BÌNH LƯ',
  place: 'Bình Lư',
  recipients: [
    'Sở Khoa học và Công nghệ;',
    'TT Đảng ủy, HĐND xã (B/c);',
    'CT, PCT UBND xã;',
    'UB MTTQ xã;',
    'Các cơ quan chuyên môn;',
    'Lưu: VT.',
  ],
  signature: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
  signer: '',
};

export async function getReportSettings(): Promise<ReportSettings & { history: SettingsRecord['history'] }> {
  const found = await SettingsModel.findById('report').lean<SettingsRecord>();
  if (!found) return { ...usual, history: [] };
  const { commune, place, recipients, signature, signer, history } = found;
  return { commune, place, recipients, signature, signer, history };
}

/** @throws forbidden('not-for-your-role') */
export async function setReportSettings(actor: Actor, settings: ReportSettings, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  const history = { $each: [{ at, by: actor.name }], $slice: -100 };
  const before = await getReportSettings();
  await upsert(() =>
    SettingsModel.updateOne({ _id: 'report' }, { $set: { ...settings }, $push: { history } }, { upsert: true }),
  );
  const lines = (value: string | readonly string[]): string => [value].flat().join(' / ');
  const fields = ['commune', 'place', 'recipients', 'signature', 'signer'] as const;
  tellChange(
    actor,
    ...fields.map((field) => ({ what: `report-${field}`, from: lines(before[field]), to: lines(settings[field]) })),
  );
}
