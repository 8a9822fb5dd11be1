const MAX_FIELDS = 600;

const DECLARATION =
  /^<\?xml\s+version=(["'])1\.[01]\1(?:\s+encoding=(["'])utf-8\2)?(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>/i;
const CDATA_OPEN = '<![CDATA[';
const CDATA_CLOSE = ']]>';
const TAG = /^<(?:[A-Za-z_][\w.-]*\s*\/?|\/[A-Za-z_][\w.-]*\s*)>$/;
/** XML's five own entities are the only ones a sender may use in plain text. */
const OTHER_ENTITY = /&(?!(?:amp|lt|gt|quot|apos);)/;
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/**
 * Says what is in a text that WeChat's flat XML never holds, before any parser sees it:
 * DOCTYPE, comments, processing instructions, attributes, entities, stray markup.
 * Undefined when there is nothing of the kind.
 */
export function refuseUnusualXml(text: string): string | undefined {
  if (CONTROL.test(text)) return 'control character';
  const markup = withoutCdata(text.replace(DECLARATION, ''));
  if (markup.includes('<!')) return 'DOCTYPE, comment or open CDATA';
  if (markup.includes('<?')) return 'processing instruction';
  if (markup.includes(']]>')) return ']]> outside CDATA';
  if (OTHER_ENTITY.test(markup)) return 'entity';
  const tags = markup.match(/<[^>]*>?/g) ?? [];
  if (tags.length > 2 * (MAX_FIELDS + 1)) return 'too many elements';
  return tags.every((tag) => TAG.test(tag)) ? undefined : 'attribute or broken tag';
}

/**
 * CDATA may hold anything, a DOCTYPE as text too. A NUL (refused elsewhere) stays where a
 * section stood, so that taking it out joins nothing. A loop, because a regular expression
 * would search the rest of the text anew for every section that is never closed.
 */
function withoutCdata(text: string): string {
  let markup = '';
  let from = 0;
  for (;;) {
    const open = text.indexOf(CDATA_OPEN, from);
    const close = open === -1 ? -1 : text.indexOf(CDATA_CLOSE, open + CDATA_OPEN.length);
    if (close === -1) return markup + text.slice(from);
    markup += `${text.slice(from, open)}\0`;
    from = close + CDATA_CLOSE.length;
  }
}
