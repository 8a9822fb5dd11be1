import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

export const incidentKinds = [
  'PAYMENT_AFTER_CLOSE',
  'DOUBLE_PAYMENT',
  'AMOUNT_MISMATCH',
  'UNKNOWN_PAYMENT',
  'NOTICE_NOT_APPLIED',
  'EVENT_DEAD',
  'JOB_FAILING',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Something that needs a person, with its evidence. */
export interface IncidentDoc {
  /** `KIND:subject`: one incident however often it is noticed. */
  _id: string;
  kind: IncidentKind;
  subject: string;
  evidence: Record<string, unknown>;
  state: 'open' | 'resolved';
  at: Date;
}

const schema = new Schema<IncidentDoc>(
  {
    _id: String,
    kind: { type: String, required: true },
    subject: { type: String, required: true },
    evidence: { type: Schema.Types.Mixed, required: true },
    state: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
schema.index({ state: 1, at: -1 });

export const incidents = model<IncidentDoc>('incidents', schema);
