import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** A shopper, known by the openid WeChat gives our app. */
export interface MemberDoc {
  _id: string;
  openid: string;
  unionid: string | null;
  nickname: string;
  avatarUrl: string | null;
  phone: string | null;
  createdAt: Date;
}

const schema = new Schema<MemberDoc>(
  {
    _id: String,
    openid: { type: String, required: true },
    unionid: { type: String, default: null },
    nickname: { type: String, required: true },
    avatarUrl: { type: String, default: null },
    phone: { type: String, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ openid: 1 }, { unique: true });

export const members = model<MemberDoc>('members', schema);
