import type { JsapiParameters } from '../payment-gateway.ts';
import { sign, type V2SignType } from './sign.ts';

export interface PaySignInput {
  appId: string;
  /** Seconds, as text. */
  timeStamp: string;
  nonceStr: string;
  prepayId: string;
  key: string;
  /** The one the order was placed with. */
  signType: V2SignType;
}

/** Parameters of wx.requestPayment under v2. appId is signed but not handed on. */
export function v2PaySign(input: PaySignInput): JsapiParameters {
  const { appId, timeStamp, nonceStr, signType } = input;
  const signed = { timeStamp, nonceStr, package: `prepay_id=${input.prepayId}`, signType };
  return { ...signed, paySign: sign({ appId, ...signed }, input.key, signType) };
}
