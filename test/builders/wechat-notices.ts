import { createCipheriv, createHash, createHmac, sign, type KeyObject } from 'node:crypto';
import type { RawNotice } from '../../server/wechat/pay/payment-gateway.ts';
import { appId, mchId, now, v2Key, v3Key, wechatKey, wechatSerial } from './wechat-party.ts';

/** Signs v2 fields the documentation's way, with none of the server's code. */
export function signedV2(
  fields: Record<string, string>,
  signType: 'MD5' | 'HMAC-SHA256' = 'MD5',
  key = v2Key,
): Record<string, string> {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '');
  const line = [...names.sort().map((name) => `${name}=${fields[name]}`), `key=${key}`].join('&');
  const hash = signType === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return { ...fields, sign: hash.update(line).digest('hex').toUpperCase() };
}

/** As WeChat writes it: numbers bare, the rest in CDATA. */
export function v2Xml(fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) =>
    /^\d{1,9}$/.test(value) ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>${elements.join('\n')}\n</xml>`;
}

export const v2Payment: Record<string, string> = {
  appid: appId,
  mch_id: mchId,
  nonce_str: '5d2b6c2a8db53831f7eda20af46e531c',
  return_code: 'SUCCESS',
  result_code: 'SUCCESS',
  openid: 'ot8fSu4DDSKb9sh8kfcNVh4Y80PA',
  is_subscribe: 'N',
  trade_type: 'JSAPI',
  bank_type: 'OTHERS',
  total_fee: '1999',
  fee_type: 'CNY',
  cash_fee: '1999',
  transaction_id: '4200000008201712143733500001',
  out_trade_no: '0001234567890123456789',
  attach: '草莓 奶茶',
  time_end: '20261122101839',
};

export function aV2Notice(changes: Record<string, string> = {}, signType?: 'MD5' | 'HMAC-SHA256'): RawNotice {
  return rawXml(v2Xml(signedV2({ ...v2Payment, ...changes }, signType)));
}

export function rawXml(xml: string): RawNotice {
  return { headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

export const v3Transaction = {
  mchid: mchId,
  appid: appId,
  out_trade_no: '0001234567890123456789',
  transaction_id: '4200000008201712143733500001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  attach: '',
  success_time: '2026-11-22T10:18:39+08:00',
  payer: { openid: 'ot8fSu4DDSKb9sh8kfcNVh4Y80PA' },
  amount: { total: 1999, payer_total: 1999, currency: 'CNY', payer_currency: 'CNY' },
};

export interface Envelope {
  id: string;
  create_time: string;
  resource_type: string;
  event_type: string;
  summary: string;
  resource: Record<'original_type' | 'algorithm' | 'ciphertext' | 'associated_data' | 'nonce', string>;
}

/** A v3 notification's body before it is signed. */
export function anEnvelope(transaction: unknown = v3Transaction, changes: Partial<Envelope> = {}): Envelope {
  const nonce = 'I7OdLpWEHFgb';
  const cipher = createCipheriv('aes-256-gcm', v3Key, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = [cipher.update(JSON.stringify(transaction)), cipher.final(), cipher.getAuthTag()];
  return {
    id: 'EV-2018022511223320873',
    create_time: '2026-11-22T10:18:39+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Buffer.concat(sealed).toString('base64'),
      associated_data: 'transaction',
      nonce,
    },
    ...changes,
  };
}

export interface Signer {
  key: KeyObject;
  serial: string;
  at: Date;
}

/** Signs bytes as WeChat does an answer or a notification. */
export function v3Headers(body: Buffer, by: Partial<Signer> = {}): Record<string, string> {
  const { key = wechatKey, serial = wechatSerial, at = now } = by;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = 'XlkejXatt3cgT2mb6zY2pK675Dbdrfzk';
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': sign('sha256', message, key).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

export function aV3Notice(envelope: unknown = anEnvelope(), by: Partial<Signer> = {}): RawNotice {
  const body = Buffer.from(JSON.stringify(envelope));
  return { headers: v3Headers(body, by), body };
}
