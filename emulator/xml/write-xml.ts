/** CDATA cannot hold its own end mark, so the mark is cut in two sections. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Flat XML as WeChat writes it: text in CDATA, numbers bare, root `xml`. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const tags = Object.entries(fields).map(
    ([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`,
  );
  return `<xml>${tags.join('')}</xml>`;
}
