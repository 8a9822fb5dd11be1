import { Schema } from 'mongoose';
import { model } from '../mongo/model.ts';

/** A slot held by one running process: its Snowflake worker id and the session of its stock writer. */
export interface ProcessDoc {
  _id: number;
  owner: string;
  /** What its pid is comparable within; null: nothing. See machine(). */
  machine: string | null;
  pid: number;
  expiresAt: Date;
  renewedAt: Date;
  /** Logical session id of the stock writer, recorded before its first use. */
  writerSession?: Buffer | null;
  /** The stock writer met another one and waits for its turn until then. */
  waitingUntil?: Date | null;
}

const schema = new Schema<ProcessDoc>(
  {
    _id: Number,
    owner: { type: String, required: true },
    machine: { type: String, default: null },
    pid: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
    renewedAt: { type: Date, required: true },
    writerSession: { type: Buffer },
    waitingUntil: { type: Date },
  },
  { versionKey: false },
);

export const processes = model<ProcessDoc>('processes', schema);
