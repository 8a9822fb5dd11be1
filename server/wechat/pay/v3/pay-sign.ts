import type { KeyObject } from 'node:crypto';
import { signRsaSha256 } from '../../cipher/rsa-sha256.ts';
import type { JsapiParameters } from '../payment-gateway.ts';

export interface PaySignInput {
  appId: string;
  /** Seconds, as text. */
  timeStamp: string;
  nonceStr: string;
  prepayId: string;
  /** The merchant's, and the same that placed the order. */
  key: KeyObject;
}

/** Parameters of wx.requestPayment under v3: four lines signed, signType not among them. */
export function v3PaySign(input: PaySignInput): JsapiParameters {
  const { appId, timeStamp, nonceStr } = input;
  const packed = `prepay_id=${input.prepayId}`;
  const paySign = signRsaSha256(`${appId}\n${timeStamp}\n${nonceStr}\n${packed}\n`, input.key);
  return { timeStamp, nonceStr, package: packed, signType: 'RSA', paySign };
}
