import { XMLParser } from 'fast-xml-parser';
import { decodeUtf8 } from '../../decode-utf8.ts';
import { refuseUnusualXml } from './refuse-unusual-xml.ts';

const MAX_XML_BYTES = 64 * 1024;

export type ParsedXml = { ok: true; fields: Record<string, string> } | { ok: false; message: string };

/** Order-preserving, so that duplicates, nesting and CDATA stay visible; nothing is converted or trimmed. */
const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: '#cdata',
  ignoreAttributes: false,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
});

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/**
 * Reads WeChat's XML: one root with text-only children, each name once. Values stay
 * strings, blanks and leading zeros included.
 *
 * WeChat writes CDATA or bare words. In CDATA every character stands for itself; in plain
 * text the five entities of XML itself are decoded (the signature is over the value, and
 * an encoder that escapes instead of using CDATA is within its rights). Everything else —
 * other entities, DOCTYPE, comments, attributes, nesting, duplicates, bytes that are not
 * UTF-8, more than 64 KiB — is refused. A BOM and blanks around the root are allowed.
 * @param root `xml`, or `root` for the inside of a refund notification
 */
export function parseXml(bytes: Buffer, root = 'xml'): ParsedXml {
  if (bytes.length > MAX_XML_BYTES) return refusal('larger than 64 KiB');
  const text = decodeUtf8(bytes)?.trim();
  if (text === undefined) return refusal('not UTF-8');
  const unusual = refuseUnusualXml(text);
  if (unusual !== undefined) return refusal(unusual);
  const document = parseStrictly(text);
  const rootNode = document?.length === 1 ? element(document[0]) : undefined;
  if (rootNode?.name !== root) return refusal(`root is not <${root}>`);
  return readFields(rootNode.children);
}

function readFields(children: readonly unknown[]): ParsedXml {
  // Without a prototype a field called `toString` or `__proto__` is only a field.
  const fields: Record<string, string> = Object.create(null);
  for (const child of children) {
    const node = element(child);
    if (node === undefined) return refusal('unexpected node');
    if (node.name === '#text') {
      if (node.text?.trim() !== '') return refusal('text between elements');
      continue;
    }
    if (node.name === '#cdata') return refusal('CDATA between elements');
    if (node.name in fields) return refusal(`duplicate <${node.name}>`);
    const value = textOf(node.children);
    if (value === undefined) return refusal(`<${node.name}> holds more than text`);
    fields[node.name] = value;
  }
  return { ok: true, fields };
}

function textOf(children: readonly unknown[]): string | undefined {
  let value = '';
  for (const child of children) {
    const node = element(child);
    if (node?.name === '#text' && node.text !== undefined) value += decodeEntities(node.text);
    else if (node?.name === '#cdata') value += element(node.children[0])?.text ?? '';
    else return undefined;
  }
  return value;
}

interface XmlNode {
  name: string;
  /** Of a text node. */
  text?: string;
  /** Of an element or CDATA node. */
  children: readonly unknown[];
}

/** The parser's nodes are objects with one key: `{name: children}` or `{'#text': text}`. */
function element(node: unknown): XmlNode | undefined {
  const entries = typeof node === 'object' && node !== null ? Object.entries(node) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) return undefined;
  const [name, content]: [string, unknown] = entry;
  if (typeof content === 'string') return { name, text: content, children: [] };
  return Array.isArray(content) ? { name, children: content } : undefined;
}

function parseStrictly(text: string): readonly unknown[] | undefined {
  try {
    const document: unknown = parser.parse(text, true);
    return Array.isArray(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity);
}

function refusal(message: string): ParsedXml {
  return { ok: false, message };
}
