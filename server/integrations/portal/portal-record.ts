import mongoose from 'mongoose';

/** What a product is called elsewhere: by the national portal, and by other systems whose code stands on the packaging. */
export interface ProductCodesRecord {
  /** The product's id. */
  _id: string;
  portalId: string | null;
  otherSystem: string | null;
  otherCode: string | null;
  otherLink: string | null;
  by: string;
  at: Date;
}

/** A seller as the portal knows it. */
export interface OrganisationRecord {
  /** The seller's id. */
  _id: string;
  taxCode: string;
  /** Its profile on the portal is active, as somebody saw there. */
  activated: boolean;
  by: string;
  at: Date;
}

const options = { versionKey: false, strict: 'throw' } as const;

export const ProductCodesModel = mongoose.model<ProductCodesRecord>(
  'PortalProduct',
  new mongoose.Schema<ProductCodesRecord>(
    {
      _id: { type: String, required: true },
      portalId: { type: String, default: null },
      otherSystem: { type: String, default: null },
      otherCode: { type: String, default: null },
      otherLink: { type: String, default: null },
      by: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { ...options, collection: 'portal-products' },
  ),
);

export const OrganisationModel = mongoose.model<OrganisationRecord>(
  'PortalOrganisation',
  new mongoose.Schema<OrganisationRecord>(
    {
      _id: { type: String, required: true },
      taxCode: { type: String, required: true },
      activated: { type: Boolean, required: true },
      by: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { ...options, collection: 'portal-organisations' },
  ),
);
