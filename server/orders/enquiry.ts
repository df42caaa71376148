import mongoose from 'mongoose';

/** Somebody who would buy much of something, and whom its seller is to call. */
export interface Enquiry {
  id: string;
  productId: string;
  sellerId: string;
  /** in the asker's words, such as "200 gói, trước Tết" */
  amount: string;
  name: string;
  /** E.164 */
  phone: string;
  note: string | null;
  /** when it was asked, which is also when the phone was given with consent */
  askedAt: Date;
  /** when the seller said that it was answered; null as long as it waits */
  answeredAt: Date | null;
}

export interface EnquiryRecord extends Omit<Enquiry, 'id'> {
  _id: mongoose.Types.ObjectId;
}

const schema = new mongoose.Schema<EnquiryRecord>(
  {
    productId: { type: String, required: true },
    sellerId: { type: String, required: true },
    amount: { type: String, required: true },
    name: { type: String, required: true },
    phone: { type: String, required: true },
    note: { type: String, default: null },
    askedAt: { type: Date, required: true },
    answeredAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, answeredAt: 1, _id: -1 });
schema.index({ phone: 1 });
schema.index({ askedAt: 1 });

export const EnquiryModel = mongoose.model<EnquiryRecord>('Enquiry', schema, 'wholesale_enquiries');
