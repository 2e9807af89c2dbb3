/** Several that were read at once: shown back to whoever said them, and posted only at their wish. */
import type { ItemView } from '../../item.ts';
import { type Block, cut, dayWords, type Form, section, selectInput, textInput } from '../../slack/blocks.ts';
import { contentText, off } from './confirm-views.ts';
import { type Draft, type DraftContent, missing } from './draft.ts';
import { CHOICES, line } from './views.ts';
import { bare, dueWords, nameOf, type Scene } from './words.ts';

/** As many as are read at once: what two people can look through. */
export const MOST_LINES = 20;

const POSTED = 'Shall all see the list?';

/** The batch in a message, with what its speaker may do about it. */
export function batchView(drafts: readonly Draft[], scene: Scene): ItemView {
  const open = drafts.filter(({ status }) => status === 'open');
  const recorded = drafts.filter(({ status }) => status === 'recorded');
  if (open.length > 0) {
    const isWhole = open.every(({ content }) => missing(content) === null);
    return {
      text: ['This is what I read. Nothing is recorded before you say so.', ...lines(open, scene)].join('\n'),
      choices: [
        ...(isWhole ? [{ id: 'record-all', label: 'Record all', style: 'primary' as const }] : []),
        { id: 'look-through', label: 'Look through' },
        CHOICES.leave,
      ],
    };
  }
  if (recorded.length === 0) return line('Left unrecorded.');
  return line(batchRecorded(recorded, scene));
}

/** That they have been written down. */
export function batchRecorded(drafts: readonly Draft[], scene: Scene): string {
  const isForOthers = drafts.some(({ content, speakerId }) => content.ownerId !== speakerId);
  const after = isForOthers ? ' What is with others counts once they accept.' : '';
  return [`Noted.${after}`, ...lines(drafts, scene)].join('\n');
}

function lines(drafts: readonly Draft[], scene: Scene): string[] {
  return drafts.map((draft, n) => `${n + 1}. ${lineText(draft.content, scene)}`);
}

/** "Ben: site list, for Cy, by Thu 12 March"; what is missing is asked for in its place. */
function lineText(content: DraftContent, scene: Scene): string {
  const owner =
    content.ownerId === null
      ? '*Who?*'
      : content.ownerId === scene.reader
        ? 'You'
        : nameOf(scene.people, content.ownerId);
  const passed = content.passedOn ? ` (${dayWords(content.passedOn, scene.now)} has passed: *by when?*)` : '';
  const why = off(content, scene);
  return `${owner}: ${contentText(content, scene)}${passed}${why ? `. _${why}_` : ''}`;
}

/** Every line as it was understood, and what to do next: record all, or put one right or leave it out. */
export function reviewForm(batchId: string, open: readonly Draft[], scene: Scene): Form {
  const each = open.map(({ id, content }, n) => ({ id, label: `${n + 1}: ${content.text}` }));
  const options = [
    { value: 'record', label: open.length === 1 ? 'Record it' : `Record all ${open.length}` },
    ...each.map(({ id, label }) => ({ value: `change:${id}`, label: `Change ${label}` })),
    ...each.map(({ id, label }) => ({ value: `drop:${id}`, label: `Leave out ${label}` })),
  ];
  return {
    name: 'commitments.review',
    title: 'As I read it',
    submit: 'Go on',
    meta: { batch: batchId },
    blocks: [
      ...lines(open, scene).map((text) => section(text)),
      selectInput({ name: 'next', label: 'What next?', options, initial: 'record' }),
      selectInput({
        name: 'post',
        label: POSTED,
        hint: 'Who does what, and by when. What waits for its owner says so.',
        options: [
          { value: 'no', label: 'No, keep it private' },
          { value: 'yes', label: 'Yes, post it in the channel' },
        ],
        initial: 'no',
      }),
    ],
  };
}

/** Which lines still lack something, at the menu that would record them. */
export function lacking(open: readonly Draft[]): string | null {
  const numbers = open.flatMap(({ content }, n) => (missing(content) ? [n + 1] : []));
  if (numbers.length === 0) return null;
  const which = numbers.length === 1 ? `Line ${numbers[0]} lacks` : `Lines ${numbers.join(', ')} lack`;
  return `${which} an owner or a day that lies ahead. Change or leave out, then record.`;
}

/** The list for everybody in the channel: who, what, when. Names, not mentions: nobody is called. */
export function listPost(
  drafts: readonly Draft[],
  writerId: string,
  scene: Scene,
): { text: string; blocks: Block[] } {
  const head = `*What was agreed*, as ${nameOf(scene.people, writerId)} wrote it down:`;
  const each = drafts.map(({ content }) => {
    const due = { ...content, dueAt: content.dueAt === null ? null : new Date(content.dueAt) };
    const waits = content.ownerId === writerId ? '' : ' _(waits for their word)_';
    return `• ${nameOf(scene.people, content.ownerId)}: ${bare(content.text)}${dueWords(due, scene, ', by ')}${waits}`;
  });
  const text = cut([head, ...each].join('\n'), 3_000);
  return { text, blocks: [section(text)] };
}

/** Where lines are pasted, one commitment a line. */
export function meetingForm(lines: string, link: string | null): Form {
  return {
    name: 'commitments.meeting',
    title: 'After the meeting',
    submit: 'Read it',
    ...(link ? { meta: { link } } : {}),
    blocks: [
      textInput({
        name: 'lines',
        label: 'What was agreed, one commitment a line',
        multiline: true,
        hint: 'Who, what, by when: "@Ben flood map Friday". Without a name it is yours.',
        ...(lines ? { initial: cut(lines, 3_000) } : {}),
      }),
    ],
  };
}

export const NO_LINES =
  'Nothing in this could be read as something to do. Like this: "@Ben flood map Friday".';

export function tooManyLines(count: number): string {
  return `That is ${count} lines. ${MOST_LINES} at a time, please; the rest can follow.`;
}
