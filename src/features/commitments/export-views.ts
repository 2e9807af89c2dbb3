/** The texts around what can be taken out of Entente. */
import { inPieces } from '../../kernel/pieces.ts';
import { escapeText, type Form, radioInput, section } from '../../slack/blocks.ts';

/** What can be taken out. */
export const EXPORTS = ['csv', 'ics', 'feed', 'new-feed'] as const;

export function exportForm(hasFeed: boolean): Form {
  return {
    name: 'commitments.export',
    title: 'Take it with you',
    submit: 'Go on',
    blocks: [
      radioInput({
        name: 'what',
        label: 'What would you like?',
        options: [
          { value: 'csv', label: "My organisation's commitments, as a table (CSV)" },
          { value: 'ics', label: 'My due dates, as a calendar file' },
          ...(hasFeed
            ? [
                { value: 'feed', label: 'The address of my due dates, for my calendar' },
                { value: 'new-feed', label: 'A new address, so that the old one ends' },
              ]
            : []),
        ],
        initial: 'csv',
      }),
      section(
        '_The table holds what you may see: what somebody else is late with is theirs to tell. Your due dates are those of all your alliances._',
      ),
    ],
  };
}

export const ON_ITS_WAY = 'It is on its way into our direct messages.';

/** The address of the feed, for whoever it belongs to. */
export function feedText(address: string, isNew: boolean): string {
  const first = isNew ? 'This is your new address; the old one has ended.' : 'This is your address.';
  return `${first} Give it to your calendar program, and to nobody else: whoever has it reads your due dates.\n\`${address}\``;
}

export const FILES = {
  csv: { name: 'commitments.csv', title: 'Commitments', words: "Your organisation's commitments." },
  ics: { name: 'due-dates.ics', title: 'Due dates', words: 'Your due dates, for your calendar.' },
} as const;

/** Where the file cannot be brought, for whatever reason: it opens in a window. */
export function notHandedOver(name: string): string {
  return `I could not bring you \`${name}\` as a file. I can show you what is in it.`;
}

const PIECE = 2_800; // characters; a block holds three thousand, marks included
const MOST_PIECES = 80; // a window holds a hundred blocks and 250 KB

/** A file's text in a window, to be copied. */
export function textForm(name: string, text: string): Form {
  const pieces = piecesOf(text);
  return {
    name: 'commitments.file',
    title: name,
    blocks: [
      section('Copy it from here into a file.'),
      ...pieces.slice(0, MOST_PIECES).map((piece) => section(`\`\`\`${piece}\`\`\``)),
      ...(pieces.length > MOST_PIECES
        ? [section('_There is more than a window holds. A colleague whom I can write to can get the whole._')]
        : []),
    ],
  };
}

/** Escaped, and without what would end the block that holds them. */
function piecesOf(text: string): string[] {
  return inPieces(escapeText(text).replaceAll('```', "'''"), PIECE).filter((piece) => piece !== '');
}
