/** Slack's message markup as a tree. Pure: names and dates are looked up where it is drawn. */

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly inside: Node[] }
  | { readonly kind: 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'user' | 'channel' | 'broadcast'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | {
      readonly kind: 'date';
      readonly at: number;
      readonly format: string;
      readonly fallback: string;
      readonly url: string | null;
    }
  | { readonly kind: 'emoji'; readonly name: string };

const PRE = /```\n?([\s\S]*?)\n?```/;
const MARKS: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = {
  '*': 'bold',
  _: 'italic',
  '~': 'strike',
};
// A mark opens after a gap, and closes before one; nothing inside it may begin or end with a space.
const INLINE =
  /`([^`\n]+)`|<([^<>]+)>|:([a-z0-9_+'-]+):|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:(?!\4)[^\n])*?[^\s])\4(?![\p{L}\p{N}])/u;

/** Reads `mrkdwn`. */
export function parse(source: string): Node[] {
  const pre = PRE.exec(source);
  if (pre === null) return quotes(source);
  const before = source.slice(0, pre.index).replace(/\n$/, '');
  const after = source.slice(pre.index + pre[0].length).replace(/^\n/, '');
  return [...quotes(before), { kind: 'pre', text: plain(pre[1] ?? '') }, ...(after ? parse(after) : [])];
}

function quotes(source: string): Node[] {
  if (source === '') return [];
  const nodes: Node[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const flush = () => {
    if (plain.length > 0) nodes.push(...inline(plain.join('\n')));
    if (quoted.length > 0) nodes.push({ kind: 'quote', inside: inline(quoted.join('\n')) });
    plain = [];
    quoted = [];
  };
  for (const line of source.split('\n')) {
    const isQuote = line.startsWith('&gt;');
    if (isQuote !== quoted.length > 0) flush();
    if (isQuote) quoted.push(line.replace(/^&gt; ?/, ''));
    else plain.push(line);
  }
  flush();
  return nodes;
}

function inline(source: string): Node[] {
  const found = INLINE.exec(source);
  if (found === null) return source === '' ? [] : [{ kind: 'text', text: plain(source) }];
  const [whole, code, token, emoji, mark = '', marked = ''] = found;
  const before = source.slice(0, found.index);
  const kind = MARKS[mark];
  const node: Node =
    code !== undefined
      ? { kind: 'code', text: plain(code) }
      : token !== undefined
        ? tokenOf(token)
        : kind === undefined
          ? { kind: 'emoji', name: emoji ?? '' }
          : { kind, inside: inline(marked) };
  const head: Node[] = before === '' ? [] : [{ kind: 'text', text: plain(before) }];
  return [...head, node, ...inline(source.slice(found.index + whole.length))];
}

function tokenOf(token: string): Node {
  const bar = token.indexOf('|');
  const body = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : plain(token.slice(bar + 1));
  if (body.startsWith('@')) return { kind: 'user', id: body.slice(1), label };
  if (body.startsWith('#')) return { kind: 'channel', id: body.slice(1), label };
  if (body.startsWith('!date^')) {
    const [, at = '', format = '', url] = body.split('^');
    return { kind: 'date', at: Number(at), format, fallback: label ?? '', url: url ?? null };
  }
  if (body.startsWith('!')) return { kind: 'broadcast', id: body.slice(1), label };
  return { kind: 'link', url: plain(body), label: label ?? plain(body.replace(/^mailto:/, '')) };
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Common Markdown, as the `markdown` block has it, in Slack's own markup: what people see of it is the same. */
export function fromMarkdown(source: string): string {
  return source
    .replaceAll(/^#{1,6} +(.*)$/gm, '*$1*')
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '*$1*')
    .replaceAll(/!?\[([^\]\n]*)\]\(([^()\s]+)\)/g, '<$2|$1>')
    .replaceAll(/^(\s*)[-*] +/gm, '$1• ');
}
