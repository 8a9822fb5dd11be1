const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PLAIN = /^[A-Za-z0-9_.-]*$/;
/** What XML 1.0 cannot carry, and the carriage return, which every parser turns into a line feed. */
const UNWRITABLE = /[^\P{Cc}\t\n]|[\uFFFE\uFFFF]|\p{Cs}/u;

/**
 * WeChat's flat XML. Everything that is not a plain word goes into CDATA; `]]>` inside a
 * value is split over two sections, so that it reads back as it was.
 * @throws {TypeError} for a name or character that XML cannot carry: a signature over it could not hold
 */
export function buildXml(fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => {
    if (!NAME.test(name)) throw new TypeError(`not a field name: ${JSON.stringify(name)}`);
    if (UNWRITABLE.test(value)) throw new TypeError(`${name} holds a character that XML cannot carry`);
    return `<${name}>${PLAIN.test(value) ? value : cdata(value)}</${name}>`;
  });
  return `<xml>${elements.join('')}</xml>`;
}

function cdata(value: string): string {
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
