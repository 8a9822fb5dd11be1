import { XMLParser } from 'fast-xml-parser';

// Order is kept because only so can text (where &amp; stands for &) be told from CDATA (where it does not).
const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignoreAttributes: false,
  cdataPropName: '#cdata',
});

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

type XmlNode = Readonly<Record<string, unknown>>;

class NotFlatXml extends Error {}

function nodes(value: unknown): XmlNode[] {
  if (!Array.isArray(value)) throw new NotFlatXml('not a list of nodes');
  return value.filter((node): node is XmlNode => typeof node === 'object' && node !== null);
}

/** Text with the five predefined entities; any other reference would need a document type, which is refused. */
function plainText(text: string): string {
  return text.replaceAll(/&([^;&]*);?/g, (whole, name: string) => {
    const letter = whole.endsWith(';') ? PREDEFINED[name] : undefined;
    if (letter === undefined) throw new NotFlatXml('entity');
    return letter;
  });
}

function valueOf(content: unknown): string {
  return nodes(content)
    .map((node) => {
      if (typeof node['#text'] === 'string') return plainText(node['#text']);
      const section = node['#cdata'];
      if (section === undefined) throw new NotFlatXml('nested element');
      return nodes(section)
        .map((part) => (typeof part['#text'] === 'string' ? part['#text'] : ''))
        .join('');
    })
    .join('');
}

const isBlank = (node: XmlNode): boolean => typeof node['#text'] === 'string' && node['#text'].trim() === '';

function flatten(document: unknown): Record<string, string> {
  const roots = nodes(document).filter((node) => !isBlank(node));
  const root = roots[0];
  if (roots.length !== 1 || root === undefined || !Array.isArray(root['xml'])) throw new NotFlatXml('root');
  const fields = new Map<string, string>();
  for (const node of nodes(root['xml'])) {
    if (isBlank(node)) continue;
    const names = Object.keys(node);
    const name = names[0];
    // A second key would be the attributes; a repeated name would leave open which value was signed.
    if (names.length !== 1 || name === undefined || !/^[A-Za-z_][\w.-]*$/.test(name) || fields.has(name)) {
      throw new NotFlatXml('element');
    }
    fields.set(name, valueOf(node[name]));
  }
  return Object.fromEntries(fields);
}

/**
 * Reads WeChat's flat XML; values stay strings, blanks included. Undefined for all else: a document type, unknown
 * entities, attributes, nesting, duplicate tags, another root, text that is not well-formed.
 */
export function readXml(text: string): Record<string, string> | undefined {
  try {
    const document: unknown = parser.parse(text, true);
    // What is left of `<!` outside CDATA and comments is a document type. Sought only now that all ends are known.
    if (text.replaceAll(/<!\[CDATA\[.*?\]\]>|<!--.*?-->/gs, '').includes('<!')) return undefined;
    return flatten(document);
  } catch {
    // The parser throws plain Errors for every kind of malformed text; the caller needs no more than "malformed".
    return undefined;
  }
}
