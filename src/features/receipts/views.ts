/** Every word of a receipt. It speaks of what was done, never of hours. */
import { inPieces } from '../../kernel/pieces.ts';
import { cut, dayWords, escapeText, type Form, section, textInput } from '../../slack/blocks.ts';
import { type Done, type Draft, type Facts, type Month, SECTIONS, type Section } from './domain.ts';

const HEADINGS: Readonly<Record<Section, string>> = {
  kept: 'What I kept',
  unblocked: 'What I helped along',
  thanked: 'What I was thanked for',
  received: 'What we got in return',
  words: 'In my own words',
};

/** The longest section of a form. */
const LONGEST_SECTION = 3_000;
const LONGEST_TEXT = 160;
const MOST_LISTED = 15;

/** "January 2026" */
export function monthWords({ first }: Month): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
    new Date(`${first}T00:00:00Z`),
  );
}

/** A receipt as it is before its member has touched it: plain text, as it will be copied. */
function draftOf({ kept, helped, hands, thanked, received }: Facts): Draft {
  const hand = hands === 0 ? [] : [`- Lent a hand when asked, ${hands === 1 ? 'once' : `${hands} times`}`];
  return {
    kept: listed(kept, ({ text, who }) => `${text}${who ? `, for ${who}` : ''}`),
    unblocked: [listed(helped, ({ text, who }) => `${text}${who ? ` (${who})` : ''}`), ...hand]
      .filter(Boolean)
      .join('\n'),
    thanked: thanked
      .slice(0, MOST_LISTED)
      .map(({ text, by, words }) => `- ${line(text)}, by ${by}${words ? `: “${line(words)}”` : ''}`)
      .join('\n'),
    received: listed(received, ({ text, who }) => `${text}${who ? `, from ${who}` : ''}`),
    words: '',
  };
}

function listed(done: readonly Done[], words: (one: Done) => string): string {
  const lines = done.slice(0, MOST_LISTED).map((one) => {
    return `- ${words({ ...one, text: line(one.text) })}, ${dayWords(one.on).replace(/ \d{4}$/, '')}`;
  });
  const more = done.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function line(text: string): string {
  return cut(text.replace(/\s+/g, ' ').trim(), LONGEST_TEXT);
}

/** The form in which a member makes it theirs. */
export function receiptForm(facts: Facts): Form {
  const draft = draftOf(facts);
  const isEmpty = SECTIONS.every((name) => draft[name] === '');
  const when = `${monthWords(facts.month)}${facts.isSoFar ? ', so far' : ''}`;
  const intro = isEmpty
    ? `I know of nothing for ${when}; what you know goes below.`
    : `What I know of your ${when}. Change, add and leave out what you like.`;
  return {
    name: 'receipts.edit',
    title: 'Receipt',
    submit: 'Give it to me',
    meta: { month: facts.month.id },
    blocks: [
      section(`${intro} It comes back as text to copy and as a file, to you and to nobody else.`),
      ...SECTIONS.map((name) =>
        textInput({
          name,
          label: HEADINGS[name],
          multiline: true,
          optional: true,
          max: LONGEST_SECTION,
          ...(draft[name] ? { initial: cut(draft[name], LONGEST_SECTION) } : {}),
        }),
      ),
    ],
  };
}

/** The receipt as its member wants it: plain text, without the sections that were left empty. */
export function receiptText(
  { name, organisation, alliance, month }: Pick<Facts, 'name' | 'organisation' | 'alliance' | 'month'>,
  draft: Draft,
): string {
  const parts = SECTIONS.flatMap((section) => {
    const text = draft[section].trim();
    return text === '' ? [] : [`${HEADINGS[section]}\n${text}`];
  });
  return [`${alliance}: ${monthWords(month)}\n${name}, ${organisation}`, ...parts].join('\n\n');
}

const LONGEST_SHOWN = 2_700;

/** The text to copy, as Slack shows something to copy. */
export function givenText(text: string): string {
  const shown = cut(text.replaceAll('```', "'''"), LONGEST_SHOWN);
  const rest = text.length > LONGEST_SHOWN ? ' The whole of it is in there.' : '';
  return `Yours to copy, and to forward if you like:\n\`\`\`\n${escapeText(shown)}\n\`\`\`\nThe same comes as a file in our direct messages or, where none reaches you, opens in a window.${rest} I send it to nobody.`;
}

export const SHOW = 'show';

/** Where no file reaches a member, for whatever reason. */
export function offerView(month: Month) {
  return {
    text: `I could not bring you your receipt for ${monthWords(month)} as a file. I can show it to you.`,
    choices: [{ id: SHOW, label: 'Show it' }],
  };
}

/** The whole of it in a window, to be copied. */
export function textForm(text: string): Form {
  const pieces = inPieces(escapeText(text.replaceAll('```', "'''")), LONGEST_SHOWN);
  return {
    name: 'receipts.text',
    title: 'Receipt',
    blocks: pieces.map((piece) => section(`\`\`\`\n${piece}\n\`\`\``)),
  };
}

export const NO_MONTH =
  'Which month? For example `@Entente receipt`, `@Entente receipt last month` or `@Entente receipt January`. It is one that has begun.';

export const NOTHING = 'There is nothing in it yet, so there is nothing to give.';

export function fileName({ id }: Month): string {
  return `receipt-${id}.txt`;
}

export const FILE_WORDS = 'Your receipt, as you wrote it. Only you have it.';
