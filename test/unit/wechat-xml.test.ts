import fc from 'fast-check';
import { buildXml } from '../../server/wechat/pay/v2/build-xml.ts';
import { parseXml, type ParsedXml } from '../../server/wechat/pay/v2/parse-xml.ts';

const parse = (xml: string): ParsedXml => parseXml(Buffer.from(xml));
const fieldsOf = (xml: string): Record<string, string> | undefined => {
  const parsed = parse(xml);
  return parsed.ok ? { ...parsed.fields } : undefined;
};

const manyFields = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<a${index}>1</a${index}>`).join('');

describe('reading WeChat XML', () => {
  test('values stay the strings they are', () => {
    const long = '<a>4200000008201712143733500001</a><b>0001234</b><c>1e5</c><d>0x1F</d><e>1.0</e>';
    const cdata =
      '<f><![CDATA[4200000008201712143733500001]]></f><g> a </g><h><![CDATA[ b ]]></h><i/><j></j>';
    expect(fieldsOf(`<xml>${long}${cdata}</xml>`)).toEqual({
      a: '4200000008201712143733500001',
      b: '0001234',
      c: '1e5',
      d: '0x1F',
      e: '1.0',
      f: '4200000008201712143733500001',
      g: ' a ',
      h: ' b ',
      i: '',
      j: '',
    });
  });

  test('markup in CDATA is text, entities of XML itself are read in plain text only', () => {
    expect(fieldsOf('<xml><a><![CDATA[&amp;<b>&x;<!DOCTYPE>]]></a></xml>')).toEqual({
      a: '&amp;<b>&x;<!DOCTYPE>',
    });
    expect(fieldsOf('<xml><a>&amp;lt; &lt;&gt;&quot;&apos;</a></xml>')).toEqual({ a: `&lt; <>"'` });
    expect(fieldsOf('<xml><a>x&amp;<![CDATA[&amp;]]>y</a></xml>')).toEqual({ a: 'x&&amp;y' });
  });

  test(']]> split over two sections is one value', () => {
    expect(fieldsOf('<xml><a><![CDATA[a]]]]><![CDATA[>b]]></a></xml>')).toEqual({ a: 'a]]>b' });
  });

  test('a BOM, a declaration and blanks around are allowed', () => {
    expect(fieldsOf('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n <xml>\n <a>1</a>\n</xml>\n ')).toEqual({
      a: '1',
    });
  });

  test('names that mean something to JavaScript are only names or refused', () => {
    expect(parse('<xml><__proto__>1</__proto__></xml>').ok).toBe(false);
    expect(parse('<xml><constructor>1</constructor></xml>').ok).toBe(false);
    const parsed = parse('<xml><a>1</a></xml>');
    expect(parsed.ok && parsed.fields['toString']).toBeUndefined();
  });

  test.each([
    ['DOCTYPE', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    ['external entity', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>'],
    ['internal entity', '<!DOCTYPE xml [<!ENTITY a "AAAA">]><xml><a>&a;&a;</a></xml>'],
    ['lower-case doctype', '<!doctype xml><xml><a>1</a></xml>'],
    ['DOCTYPE joined over CDATA', '<!DOC<![CDATA[x]]>TYPE xml><xml><a>1</a></xml>'],
    ['tag joined over CDATA', '<xml><a<![CDATA[x]]>b>1</ab></xml>'],
    ['entity joined over CDATA', '<xml><a>&am<![CDATA[x]]>p;</a></xml>'],
    ['undeclared entity', '<xml><a>&a;</a></xml>'],
    ['numeric entity', '<xml><a>&#65;</a></xml>'],
    ['bare ampersand', '<xml><a>a&b</a></xml>'],
    ['duplicate', '<xml><total_fee>1</total_fee><total_fee>2</total_fee></xml>'],
    ['duplicate, same value', '<xml><total_fee>1</total_fee><total_fee>1</total_fee></xml>'],
    ['nested', '<xml><a><b>1</b></a></xml>'],
    ['nested beside text', '<xml><a>1<b>2</b></a></xml>'],
    ['other root', '<root><a>1</a></root>'],
    ['root in capitals', '<XML><a>1</a></XML>'],
    ['two roots', '<xml><a>1</a></xml><xml><b>1</b></xml>'],
    ['text after the root', '<xml><a>1</a></xml>x'],
    ['text before the root', 'x<xml><a>1</a></xml>'],
    ['text between elements', '<xml>x<a>1</a></xml>'],
    ['CDATA between elements', '<xml><![CDATA[x]]><a>1</a></xml>'],
    ['attribute', '<xml><a b="1">1</a></xml>'],
    ['attribute on the root', '<xml xmlns="x"><a>1</a></xml>'],
    ['comment', '<xml><a>1<!-- --></a></xml>'],
    ['processing instruction', '<xml><?php x?><a>1</a></xml>'],
    ['second declaration', '<?xml version="1.0"?><?xml version="1.0"?><xml><a>1</a></xml>'],
    ['other encoding', '<?xml version="1.0" encoding="GBK"?><xml><a>1</a></xml>'],
    ['open CDATA', '<xml><a><![CDATA[1</a></xml>'],
    [']]> in plain text', '<xml><a>1]]></a></xml>'],
    ['unclosed element', '<xml><a>1'],
    ['unclosed root', '<xml><a>1</a>'],
    ['crossed tags', '<xml><a>1</b></xml>'],
    ['prefix', '<xml><a:b>1</a:b></xml>'],
    ['control character', '<xml><a>\u0000</a></xml>'],
    ['empty', ''],
    ['not XML', '{"a":1}'],
    ['many elements', `<xml>${manyFields(601)}</xml>`],
    ['deep nesting', `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`],
  ])('refused: %s', (_name, xml) => {
    expect(parse(xml).ok).toBe(false);
  });

  test('what is refused is named, and before any parser sees it', () => {
    const message = 'DOCTYPE, comment or open CDATA';
    expect(parse('<!DOCTYPE xml><xml><a>1</a></xml>')).toEqual({ ok: false, message });
    expect(parse('<?php x?><xml><a>1</a></xml>')).toEqual({ ok: false, message: 'processing instruction' });
  });

  test('600 fields are read', () => {
    expect(Object.keys(fieldsOf(`<xml>${manyFields(600)}</xml>`) ?? {})).toHaveLength(600);
  });

  test('hostile text of full length is refused at once', () => {
    const started = performance.now();
    for (const unit of ['<![CDATA[', '<', '<a>', '&', '<!--', ']]>']) parse(`<xml>${unit.repeat(7000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('64 KiB are read, a byte more is not', () => {
    const around = '<xml><a></a></xml>'.length;
    expect(parse(`<xml><a>${'x'.repeat(65536 - around)}</a></xml>`).ok).toBe(true);
    expect(parse(`<xml><a>${'x'.repeat(65537 - around)}</a></xml>`)).toEqual({
      ok: false,
      message: 'larger than 64 KiB',
    });
  });

  test('bytes that are not UTF-8 are refused', () => {
    const bytes = Buffer.concat([
      Buffer.from('<xml><a>'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('</a></xml>'),
    ]);
    expect(parseXml(bytes)).toEqual({ ok: false, message: 'not UTF-8' });
  });
});

describe('writing WeChat XML', () => {
  const name = fc
    .stringMatching(/^[a-z_][a-z0-9_]{0,12}$/)
    .filter((word) => !['constructor', '__proto__'].includes(word));
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.constantFrom(']]>', '<![CDATA[', '&amp;', '<', ' ', '\n', '草莓', ']'))
      .map((parts) => parts.join('')),
  );
  const writable = value.filter((text) => !/[^\P{Cc}\t\n]/u.test(text) && !/\p{Cs}/u.test(text));

  test('whatever is written reads back the same', () => {
    fc.assert(
      fc.property(fc.dictionary(name, writable, { maxKeys: 8 }), (fields) => {
        expect(fieldsOf(buildXml(fields))).toEqual({ ...fields });
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });

  test('what XML cannot carry is refused, not changed', () => {
    expect(() => buildXml({ body: 'a\u0000b' })).toThrow(TypeError);
    expect(() => buildXml({ body: 'a\rb' })).toThrow(TypeError);
    expect(() => buildXml({ body: '\ud83c' })).toThrow(TypeError);
    expect(() => buildXml({ 'a><b': '1' })).toThrow(TypeError);
  });
});
