import { Schema } from 'mongoose';
import { model } from '../mongo/model.ts';

/** Recurring work; its name is its key, so it exists once however many processes start. */
export interface JobDoc {
  _id: string;
  dueAt: Date;
  leasedUntil: Date | null;
  leasedBy: string | null;
  lastRunAt: Date | null;
  error: string | null;
  /** Since the last success. */
  failures: number;
  failingSince: Date | null;
}

const schema = new Schema<JobDoc>(
  {
    _id: String,
    dueAt: { type: Date, required: true },
    leasedUntil: Date,
    leasedBy: String,
    lastRunAt: Date,
    error: String,
    failures: { type: Number, default: 0 },
    failingSince: Date,
  },
  { versionKey: false },
);

export const jobs = model<JobDoc>('jobs', schema);
