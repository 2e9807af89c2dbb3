/** The words of the monthly round-up, in the channel: what everybody may read. */
import { type Block, cut, escapeText, section } from '../../slack/blocks.ts';
import { type GoodNews, showsCount } from './round-up-domain.ts';

const MOST_FINISHED = 8;
const MOST_THANKS = 6;
const LONGEST = 160;

function bare(text: string): string {
  return escapeText(cut(text.replace(/\s+/g, ' ').trim(), LONGEST));
}

/** Null for a month without news that everybody may read: then nothing is said. */
export function roundUp({ month, finished, thanks }: GoodNews): { text: string; blocks: Block[] } | null {
  const named = finished.filter(({ text }) => text !== null).slice(0, MOST_FINISHED);
  const counts = showsCount(finished);
  if (named.length + thanks.length === 0 && !counts) return null;
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long' }).format(
    new Date(`${month}T00:00:00Z`),
  );
  const number = finished.length === 1 ? 'One thing was finished' : `${finished.length} things were finished`;
  const head = `*Good news of ${name}*${counts ? `: ${number}.` : ''}`;
  const lines = [
    ...named.map(({ text, owner }) => `• ${bare(text ?? '')} (${bare(owner)})`),
    ...thanks.slice(0, MOST_THANKS).map(({ from, to, words, text }) => {
      const what = text ? ` for ${bare(text)}` : '';
      return `• ${bare(from)} thanks ${bare(to)}${what}${words ? `: “${bare(words)}”` : ''}`;
    }),
  ];
  const text = [head, ...lines].join('\n');
  return { text: `Good news of ${name}`, blocks: [section(text)] };
}
