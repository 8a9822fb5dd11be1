import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCredentials, type Credentials } from '../../emulator/merchant/credentials.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/start-emulator.ts';

/** A merchant written for these tests alone: it shares no line with the emulator nor with the shop's gateway. */
export type Fields = Record<string, string>;

export const randomNumber = (): string => `T${randomBytes(8).toString('hex')}`;

export function v2Sign(fields: Fields, key: string, signType = 'MD5'): string {
  const text =
    Object.entries(fields)
      .filter(([name, value]) => name !== 'sign' && value !== '')
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('&') + `&key=${key}`;
  const hash = signType === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return hash.update(text).digest('hex').toUpperCase();
}

export const toXml = (fields: Fields): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;

export function fromXml(text: string): Fields {
  const tags = text.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs);
  return Object.fromEntries([...tags].map(([, name, cdata, bare]) => [name, cdata ?? bare ?? '']));
}

export interface JsonAnswer {
  status: number;
  headers: Headers;
  text: string;
  // Answers are looked at field by field in the tests; their shape is what is being tested.
  json: Record<string, never> & { [name: string]: unknown };
}

export async function send(url: string, init?: RequestInit): Promise<JsonAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = /^[{[]/.test(text);
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
}

export const post = (url: string, body: unknown, method = 'POST'): Promise<JsonAnswer> =>
  send(url, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });

export interface Heard {
  at: number;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Reply = { status: number; body: string } | 'never';

/** The merchant's own server, which hears notices and answers as told. */
export class NoticeEar {
  readonly heard: Heard[] = [];
  reply: (count: number, heard: Heard) => Reply = () => ({ status: 200, body: '' });
  url = '';
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const heard = { at: Date.now(), path: request.url ?? '', headers: request.headers, body };
        this.heard.push(heard);
        const reply = this.reply(this.heard.length, heard);
        if (reply !== 'never') response.writeHead(reply.status).end(reply.body);
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notify`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const V2_OK =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>';

// Keys take long to make; one merchant a test file will do.
let shared: Promise<Credentials> | undefined;

/** The emulator as its merchant sees it. */
export class EmulatorMerchant {
  readonly emulator: Emulator;
  readonly notifyUrl: string;
  signType: 'MD5' | 'HMAC-SHA256' = 'MD5';

  constructor(emulator: Emulator, notifyUrl = 'https://shop.example/notify') {
    this.emulator = emulator;
    this.notifyUrl = notifyUrl;
  }

  static async start(options: Partial<EmulatorOptions> = {}, notifyUrl?: string): Promise<EmulatorMerchant> {
    const credentials = await (shared ??= createCredentials());
    return new EmulatorMerchant(await startEmulator({ port: 0, credentials, ...options }), notifyUrl);
  }

  get url(): string {
    return this.emulator.url;
  }

  async v2(path: string, fields: Fields, change: Fields = {}): Promise<Fields> {
    const { appId, mchId, v2Key } = this.emulator.config;
    const all: Fields = {
      appid: appId,
      mch_id: mchId,
      nonce_str: randomBytes(16).toString('hex'),
      ...(this.signType === 'MD5' ? {} : { sign_type: this.signType }),
      ...fields,
    };
    const signed = { ...all, sign: v2Sign(all, v2Key, this.signType), ...change };
    const { text } = await send(this.url + path, { method: 'POST', body: toXml(signed) });
    const answer = fromXml(text);
    if (answer['return_code'] === 'SUCCESS')
      expect(answer['sign']).toBe(v2Sign(answer, v2Key, this.signType));
    return answer;
  }

  v2Order(change: Fields = {}): Fields {
    return {
      body: '小铺-草莓蛋糕🍓',
      out_trade_no: randomNumber(),
      total_fee: '1999',
      spbill_create_ip: '127.0.0.1',
      notify_url: this.notifyUrl,
      trade_type: 'JSAPI',
      openid: 'oShopper',
      attach: '附 加&<1>',
      ...change,
    };
  }

  v3Order(change: Record<string, unknown> = {}): Record<string, unknown> & { out_trade_no: string } {
    const { appId, mchId } = this.emulator.config;
    return {
      appid: appId,
      mchid: mchId,
      description: '小铺-草莓蛋糕🍓',
      out_trade_no: randomNumber(),
      notify_url: this.notifyUrl,
      amount: { total: 1999, currency: 'CNY' },
      payer: { openid: 'oShopper' },
      ...change,
    };
  }

  authorization(
    method: string,
    path: string,
    body: string,
    change: { timestamp?: number; nonce?: string; mchid?: string; serial?: string; signature?: string } = {},
  ): string {
    const { mchId, mchSerial, mchPrivateKeyPem } = this.emulator.config;
    const timestamp = change.timestamp ?? Math.floor(Date.now() / 1000);
    const nonce = change.nonce ?? randomBytes(16).toString('hex');
    const message = `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`;
    const signature = sign('sha256', Buffer.from(message), createPrivateKey(mchPrivateKeyPem)).toString(
      'base64',
    );
    return (
      `WECHATPAY2-SHA256-RSA2048 mchid="${change.mchid ?? mchId}",nonce_str="${nonce}",timestamp="${timestamp}",` +
      `serial_no="${change.serial ?? mchSerial}",signature="${change.signature ?? signature}"`
    );
  }

  async v3(method: 'GET' | 'POST', path: string, body?: unknown, headers: Fields = {}): Promise<JsonAnswer> {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await send(this.url + path, {
      method,
      headers: {
        Authorization: this.authorization(method, path, text),
        Accept: 'application/json',
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(method === 'POST' ? { body: text } : {}),
    });
    this.checkSigned(answer.headers, answer.text);
    return answer;
  }

  v3Query(outTradeNo: string): Promise<JsonAnswer> {
    return this.v3(
      'GET',
      `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${this.emulator.config.mchId}`,
    );
  }

  /** Fails the test where a platform signature does not fit; returns the key's id. */
  checkSigned(headers: Headers, body: string): string {
    const part = (name: string): string => headers.get(`wechatpay-${name}`) ?? '';
    const key = this.emulator.config.platformKeys.find(({ id }) => id === part('serial'));
    const message = `${part('timestamp')}\n${part('nonce')}\n${body}\n`;
    const fits =
      key !== undefined &&
      verify(
        'sha256',
        Buffer.from(message),
        createPublicKey(key.publicKeyPem),
        Buffer.from(part('signature'), 'base64'),
      );
    expect({ serial: part('serial'), fits }).toEqual({ serial: part('serial'), fits: true });
    return part('serial');
  }

  openNotice(body: string): Record<string, unknown> {
    const { resource } = JSON.parse(body) as {
      resource: Record<'ciphertext' | 'nonce' | 'associated_data', string>;
    };
    const sealed = Buffer.from(resource.ciphertext, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(this.emulator.config.v3Key), resource.nonce);
    decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(plain.toString()) as Record<string, unknown>;
  }

  pay(body: Record<string, unknown>): Promise<JsonAnswer> {
    return post(`${this.url}/emulator/payments`, { openid: 'oShopper', ...body });
  }

  async notices(): Promise<NoticeView[]> {
    const { json } = await send(`${this.url}/emulator/notices`);
    return json['items'] as unknown as NoticeView[];
  }

  /** Waits (really, at most 15 s) until the newest notice is as wished. */
  async noticeWhen(wish: (notice: NoticeView) => boolean): Promise<NoticeView> {
    const until = Date.now() + 15_000;
    for (;;) {
      const newest = (await this.notices())[0];
      if (newest !== undefined && wish(newest)) return newest;
      if (Date.now() > until) throw new Error(`no such notice: ${JSON.stringify(newest)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export interface NoticeView {
  noticeId: string;
  outTradeNo: string;
  state: string;
  nextAttemptAt: string | null;
  waitSeconds: number | null;
  attempts: { attempt: number; at: string; status: number | null; body: string; outcome: string }[];
}
