/** What people read about what is kept of them. */

import type { ExportRow } from '../../feature.ts';
import { type Block, escapeText, section, selectInput, textInput } from '../../slack/blocks.ts';
import { asPieces } from './domain.ts';

const LONGEST = 2_900;
const MOST_PIECES = 95;

export const fileComing =
  'I am putting everything I keep about you into a file. It comes to our direct messages in a moment; nobody else gets it.';
export const orgFileComing =
  'I am putting what I keep about your organisation into a file. It comes to our direct messages in a moment. What your colleagues wrote for themselves or for one opposite number is not in it.';
export const fileWords = 'What I keep, as you asked for it. Only you have this file.';
export const fileTitle = 'What Entente keeps';
/** Where no file reaches somebody, for whatever reason: what is in it opens in a window. */
export const SHOW = 'show';
const show = [{ id: SHOW, label: 'Show it' }] as const;
export const offer = {
  text: 'I could not bring you what I keep about you as a file, so it opens here.',
  choices: show,
};
export const orgOffer = {
  text: 'I could not bring you what I keep about your organisation as a file, so it opens here.',
  choices: show,
};
export const notYours = 'This one is for the leaders and coordinators of an organisation.';
const nothingKept = 'I keep nothing about you.';

export function dataBlocks(rows: readonly ExportRow[]): Block[] {
  const pieces = asPieces(rows, LONGEST).map((piece) => section(escapeText(piece)));
  if (pieces.length === 0) return [section(nothingKept)];
  const rest = pieces.length - MOST_PIECES;
  const more = 'There is more than fits here. Where files of mine reach you, all of it comes as one.';
  return [...pieces.slice(0, MOST_PIECES), ...(rest > 0 ? [section(more)] : [])];
}

export const forgetMe = {
  title: 'Forget me',
  submit: 'Erase',
  blocks: (): Block[] => [
    section(
      'I erase your name, your settings, your remarks, answers and receipts, and empty what I have sent you; files that I gave you are deleted. What you promised is taken off the lists, and what was promised to you is released, or for somebody else whom a coordinator names; nobody hears why. What was between you and somebody else stays with them, without your name.',
    ),
    section('This cannot be undone. `@Entente my-data` gives you everything as a file first.'),
    selectInput({
      name: 'sure',
      label: 'Erase everything about me',
      options: [
        { value: 'no', label: 'No, keep it' },
        { value: 'yes', label: 'Yes, erase it' },
      ],
      initial: 'no',
    }),
  ],
};
export const kept = 'Nothing was erased.';
export const forgetting =
  'Thank you for having been here. In a few minutes nothing here names you any more. You are welcome back at any time with `@Entente join`.';

export function forgetUs(organisation: string): Block[] {
  return [
    section(
      `For everybody of *${escapeText(organisation)}* in this alliance: names, settings, remarks, answers and receipts are erased, their promises are taken off the lists, and the organisation's own words about itself go. What was between them and others stays with the others, without names.`,
    ),
    section(
      'This cannot be undone. `@Entente our-data` gives you what the organisation may take along first.',
    ),
    textInput({ name: 'name', label: `To be sure, type the name: ${organisation}`, max: 200 }),
  ];
}
export const forgetUsTitle = 'Forget us';
export const nameDiffers = 'That is not its name, so nothing has been erased.';
export const forgettingUs = 'In a few minutes nothing here names your people any more.';

export function keeps(organisation: string, months: number): string {
  return `What has ended is kept for ${stretch(months)} for *${escapeText(organisation)}*, then deleted. \`@Entente keep 12 months\` changes that.`;
}
export const keepUsage = 'Like this: `@Entente keep 12 months`. From one month to ten years.';

function stretch(months: number): string {
  if (months % 12 !== 0) return months === 1 ? 'one month' : `${months} months`;
  return months === 12 ? 'a year' : `${months / 12} years`;
}
