import { model, Schema, type Types } from 'mongoose';
import { type Agreed, agreedShape } from '../agreed.ts';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';
import { refusesSensitive } from '../platform.ts';
import { type IdentityCheck, identityKinds, identityWays, type Suspension } from './standing.ts';

export interface Address {
  line: string;
  commune: string;
  province: string;
  /** The address before the boundaries changed: old labels may carry it for two years (Decree 37/2026 art. 98.5). */
  formerly: string | null;
}

/** Who makes and sells: what everybody may know of them. */
export interface Seller {
  id: string;
  kind: 'household' | 'cooperative';
  name: string;
  /** The name in the public address `/ho/{slug}`. */
  slug: string;
  /** The cooperative that a household belongs to; null for a cooperative itself. */
  cooperativeId: string | null;
  village: string;
  address: Address;
  /** The people the household belongs to, if it wants this told: Thái, Mông, Dao… */
  people: string | null;
  story: Localized | null;
  /** E.164; only what the seller agreed to show (seller-phone.ts) */
  publicPhone: string | null;
  /** whether somebody has answered yet if a phone may be shown */
  saidPhone: boolean;
  /** `YYYY-MM-DD`, when somebody looked at who it is (sellers-standing.ts); null as long as nobody did */
  identifiedOn: string | null;
  /** from when on its stall is suspended, perhaps still to come; null where it is not */
  suspendedFrom: Date | null;
  /** its data were erased: what is left is what its goods and money hang on */
  isErased: boolean;
}

/** What was answered, when and by whom. */
export interface PhoneAnswer {
  at: Date;
  by: string;
  isShown: boolean;
  /** absent of a no, and of before it was kept */
  agreed?: Agreed;
}

/** Whether it may be named to buyers of what others make from its goods: what was answered, when and by whom. */
export interface NamingAnswer {
  at: Date;
  by: string;
  isNamed: boolean;
  agreed?: Agreed;
}

/** What a seller was called until somebody changed it. */
export interface EarlierName {
  name: string;
  village: string;
  line: string;
  commune: string;
  province: string;
  until: Date;
  by: string;
}

type Worked = 'id' | 'cooperativeId' | 'saidPhone' | 'identifiedOn' | 'suspendedFrom' | 'isErased';

export interface SellerRecord extends Omit<Seller, Worked> {
  _id: Types.ObjectId;
  cooperativeId: Types.ObjectId | null;
  /** Oldest first; without a yes as the last, no phone is shown. */
  phoneAnswers?: PhoneAnswer[];
  /** Oldest first; without a yes as the last, nobody is told. */
  namingAnswers?: NamingAnswer[];
  /** Oldest first. */
  earlierNames?: EarlierName[];
  /** the last one that holds */
  identity?: IdentityCheck | null;
  /** Oldest first; only the last one can still stand. */
  suspensions?: Suspension[];
  erasedAt?: Date;
  createdAt: Date;
}

const schema = new Schema<SellerRecord>({
  kind: { type: String, enum: ['household', 'cooperative'], required: true },
  name: { type: String, required: true },
  slug: { type: String, required: true, unique: true },
  cooperativeId: { type: Schema.Types.ObjectId, default: null, index: true },
  village: { type: String, required: true },
  address: {
    _id: false,
    type: {
      line: { type: String, required: true },
      commune: { type: String, required: true },
      province: { type: String, required: true },
      formerly: { type: String, default: null },
    },
    required: true,
  },
  people: { type: String, default: null },
  story: { type: localized, default: null },
  publicPhone: { type: String, default: null },
  phoneAnswers: {
    type: [{ _id: false, at: Date, by: String, isShown: Boolean, agreed: agreedShape }],
    default: undefined,
  },
  namingAnswers: {
    type: [{ _id: false, at: Date, by: String, isNamed: Boolean, agreed: agreedShape }],
    default: undefined,
  },
  earlierNames: {
    type: [
      {
        _id: false,
        name: String,
        village: String,
        line: String,
        commune: String,
        province: String,
        until: Date,
        by: String,
      },
    ],
    default: undefined,
  },
  identity: {
    _id: false,
    type: {
      kind: { type: String, enum: identityKinds },
      way: { type: String, enum: identityWays },
      on: String,
      at: Date,
      by: String,
      sealed: String,
    },
    default: undefined,
  },
  suspensions: {
    type: [
      {
        _id: false,
        id: String,
        from: Date,
        toldAt: Date,
        by: String,
        reason: String,
        authority: { type: String, default: null },
        liftedAt: { type: Date, default: null },
        liftedBy: { type: String, default: null },
      },
    ],
    default: undefined,
  },
  erasedAt: Date,
  createdAt: { type: Date, required: true },
});
// Of the few that were ever suspended.
schema.index({ 'suspensions.from': 1 }, { sparse: true });

export const SellerModel = model<SellerRecord>('Seller', schema, 'sellers');

/** The record as other rooms see it. */
export const presentSeller = (record: SellerRecord): Seller => ({
  id: record._id.toHexString(),
  kind: record.kind,
  name: record.name,
  slug: record.slug,
  cooperativeId: record.cooperativeId?.toHexString() ?? null,
  village: record.village,
  address: presentAddress(record.address),
  people: shownPeople(record),
  story: record.story ? plainWords(record.story) : null,
  publicPhone: record.phoneAnswers?.at(-1)?.isShown ? record.publicPhone : null,
  saidPhone: (record.phoneAnswers?.length ?? 0) > 0,
  ...presentStanding(record),
});

const presentStanding = (record: SellerRecord): Pick<Seller, 'identifiedOn' | 'suspendedFrom' | 'isErased'> => ({
  identifiedOn: record.identity?.on ?? null,
  suspendedFrom: standingSuspension(record)?.from ?? null,
  isErased: record.erasedAt !== undefined,
});

const shownPeople = ({ people }: SellerRecord): string | null => (refusesSensitive() ? null : (people ?? null));

const presentAddress = ({ line, commune, province, formerly }: Address): Address => ({
  line,
  commune,
  province,
  formerly: formerly ?? null,
});

/** The suspension that stands or is told ahead; null where there is none. */
export const standingSuspension = ({ suspensions }: Pick<SellerRecord, 'suspensions'>): Suspension | null =>
  suspensions?.find(({ liftedAt }) => liftedAt === null) ?? null;
