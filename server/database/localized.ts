import mongoose from 'mongoose';
import type { Localized } from '../language.ts';

/** How a text in both languages is kept inside a record. */
export const localized = new mongoose.Schema<Localized>({ vi: String, en: String }, { _id: false });
