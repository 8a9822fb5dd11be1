import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sealResource } from '../../emulator/signature/seal-resource.ts';
import { signV2, v2SignatureFits, type SignType } from '../../emulator/signature/v2-signature.ts';
import { linesToSign, signV3, v3SignatureFits } from '../../emulator/signature/v3-signature.ts';
import { readXml } from '../../emulator/xml/read-xml.ts';
import { writeXml } from '../../emulator/xml/write-xml.ts';

interface Vector {
  id: string;
  kind: string;
  input: Record<string, string> & { params?: Record<string, string | number | null> };
  expect: Record<string, string>;
}

const file = new URL('../fixtures/wechat/vectors.json', import.meta.url);
const { published, generated } = JSON.parse(readFileSync(file, 'utf8')) as Record<
  'published' | 'generated',
  Vector[]
>;
const vectors = (...kinds: string[]): Vector[] =>
  [...published, ...generated].filter(({ kind }) => kinds.includes(kind));
const texts = (params: Record<string, string | number | null> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value ?? '')]));

describe("the emulator's own signatures, against vectors", () => {
  test.each(vectors('v2-sign-md5', 'v2-sign-hmac', 'v2-jsapi-paysign-md5'))(
    '$id $kind',
    ({ input, expect: wanted }) => {
      const signType = (input['sign_type'] ?? 'MD5') as SignType;
      const key = input['key'] ?? '';
      expect(signV2(texts(input.params), key, signType)).toBe(wanted['sign']);
      expect(v2SignatureFits({ ...texts(input.params), sign: wanted['sign'] ?? '' }, key, signType)).toBe(
        true,
      );
      expect(
        v2SignatureFits({ ...texts(input.params), more: '1', sign: wanted['sign'] ?? '' }, key, signType),
      ).toBe(false);
    },
  );

  test.each(vectors('v3-request-sign'))('$id $kind', ({ input, expect: wanted }) => {
    const { method = '', url = '', timestamp = '', nonce = '', body = '' } = input;
    const message = linesToSign(method, url, timestamp, nonce, Buffer.from(body));
    expect(signV3(message, createPrivateKey(input['private_key'] ?? ''))).toBe(wanted['signature']);
    const publicKey = createPublicKey(input['private_key'] ?? '');
    expect(v3SignatureFits(message, wanted['signature'] ?? '', publicKey)).toBe(true);
    expect(
      v3SignatureFits(
        linesToSign(method, url, timestamp, nonce, `${body} `),
        wanted['signature'] ?? '',
        publicKey,
      ),
    ).toBe(false);
    expect(v3SignatureFits(message, 'no base64!', publicKey)).toBe(false);
  });

  test('pub-32 a body that ends in a line feed keeps it', () => {
    const [{ input, expect: wanted }] = vectors('v3-message') as [Vector];
    const message = linesToSign(
      input['method'] ?? '',
      input['url'] ?? '',
      input['timestamp'] ?? '',
      input['nonce'] ?? '',
      input['body'] ?? '',
    );
    expect(message.toString()).toBe(wanted['message']);
  });

  test.each(vectors('v3-jsapi-paysign-rsa'))('$id $kind', ({ input, expect: wanted }) => {
    const lines = linesToSign(
      input['appId'] ?? '',
      input['timeStamp'] ?? '',
      input['nonceStr'] ?? '',
      input['package'] ?? '',
    );
    expect(signV3(lines, createPrivateKey(input['private_key'] ?? ''))).toBe(wanted['paySign']);
  });

  test.each(vectors('aes-256-gcm'))('$id $kind', ({ input, expect: wanted }) => {
    const sealed = sealResource(
      input['plaintext'] ?? '',
      input['aad'] ?? '',
      input['key'] ?? '',
      input['nonce'],
    );
    expect(sealed.ciphertext).toBe(wanted['ciphertext']);
  });
});

describe("the emulator's XML", () => {
  test.each(vectors('v2-xml'))('$id reads as text', ({ input, expect: wanted }) => {
    expect(readXml(input['xml'] ?? '')).toEqual(wanted);
  });

  test.each([
    ['a document type', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    ['an entity declared', '<!DOCTYPE x [<!ENTITY a "b">]><xml><a>&a;</a></xml>'],
    ['an entity unknown', '<xml><a>&a;</a></xml>'],
    ['a bare ampersand', '<xml><a>1&2</a></xml>'],
    ['a document type after CDATA', '<xml><a><![CDATA[1]]></a></xml><!DOCTYPE xml>'],
    ['CDATA left open', '<xml><a><![CDATA[1</a></xml>'],
    ['a tag twice', '<xml><a>1</a><a>2</a></xml>'],
    ['nesting', '<xml><a><b>1</b></a></xml>'],
    ['an attribute', '<xml><a b="1">1</a></xml>'],
    ['another root', '<root><a>1</a></root>'],
    ['two roots', '<xml><a>1</a></xml><xml><b>1</b></xml>'],
    ['a name that is none of ours', '<xml><__proto__>1</__proto__></xml>'],
    ['a tag left open', '<xml><a>1</xml>'],
    ['no XML', 'hello'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(readXml(text)).toBeUndefined();
  });

  test('keeps blanks, entities and CDATA apart', () => {
    const text =
      '<?xml version="1.0"?>\n<xml>\n<a> 1&amp;2 </a><b><![CDATA[&amp;]]></b><c/><d>x<![CDATA[y]]></d></xml>\n';
    expect(readXml(text)).toEqual({ a: ' 1&2 ', b: '&amp;', c: '', d: 'xy' });
  });

  test('writes what it reads, the end mark of CDATA included', () => {
    expect(readXml(writeXml({ a: ' x]]>y<&', n: 5 }))).toEqual({ a: ' x]]>y<&', n: '5' });
    expect(readXml(writeXml({ a: '<!DOCTYPE x>' }))).toEqual({ a: '<!DOCTYPE x>' });
    expect(writeXml({ n: 5 })).toBe('<xml><n>5</n></xml>');
  });
});
