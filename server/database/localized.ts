import mongoose from 'mongoose';
import { inEach, type Localized } from '../language.ts';

/** How a text in each language is kept inside a record. */
export const localized = new mongoose.Schema<Localized>(
  inEach(() => String),
  { _id: false },
);
