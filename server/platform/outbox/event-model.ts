import { Schema } from 'mongoose';
import { model } from '../mongo/model.ts';

/** Something that happened, written in the transaction that made it happen. */
export interface EventDoc {
  /** `type:subject`, so the same happening cannot be published twice. */
  _id: string;
  type: string;
  payload: Record<string, unknown>;
  at: Date;
  state: 'due' | 'done' | 'dead';
  dueAt: Date;
  attempts: number;
  leasedBy: string | null;
  /** Names of effects that ran; a retry skips them. */
  applied: string[];
  error: string | null;
  doneAt: Date | null;
}

const schema = new Schema<EventDoc>(
  {
    _id: String,
    type: { type: String, required: true },
    payload: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    dueAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    leasedBy: String,
    applied: { type: [String], required: true },
    error: String,
    doneAt: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ dueAt: 1 }, { partialFilterExpression: { state: 'due' }, name: 'due' });
schema.index({ doneAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });

export const events = model<EventDoc>('events', schema);
