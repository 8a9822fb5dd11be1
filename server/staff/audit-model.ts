import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** Who of the staff did what, when, from where. Rows are added and never changed or deleted. */
export interface AuditDoc {
  _id: string;
  staffId: string;
  /** `room.verb`: `stock.adjust`. */
  action: string;
  /** What it was done to: `sku:<id>`. */
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  at: Date;
  ip: string;
}

const schema = new Schema<AuditDoc>(
  {
    _id: String,
    staffId: { type: String, required: true },
    action: { type: String, required: true },
    subject: { type: String, required: true },
    before: { type: Schema.Types.Mixed, default: null },
    after: { type: Schema.Types.Mixed, default: null },
    at: { type: Date, required: true },
    ip: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
);
schema.index({ at: -1 });
schema.index({ subject: 1, at: -1 });
schema.index({ staffId: 1, at: -1 });

function refuse(): never {
  throw new Error('Rows of the audit log are never changed');
}
schema.pre(['updateOne', 'updateMany', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace'], refuse);
schema.pre(['deleteOne', 'deleteMany', 'findOneAndDelete'], refuse);

export const auditLog = model<AuditDoc>('auditLog', schema);
