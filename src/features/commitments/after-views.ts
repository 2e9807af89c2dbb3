/** The forms behind `More…`, `I'm blocked`, `Say thanks` and `Not quite`. */
import { type Block, type Form, radioInput, section, selectInput, textInput } from '../../slack/blocks.ts';
import { type Commitment, helperOf } from './domain.ts';
import { goneOf, inFull, nameOf, type Scene, titled } from './words.ts';

const LONGEST_WORDS = 500;

function formOn(name: string, title: string, { id }: Commitment, submit: string, blocks: Block[]): Form {
  return { name: `commitments.${name}`, title, submit, meta: { id }, blocks };
}

/** What an owner may want beside the buttons of a nudge, which are few so that it stays short. */
export function moreForm(commitment: Commitment, scene: Scene): Form {
  return formOn('more', 'More', commitment, 'Go on', [
    section(`${inFull(commitment, scene)}.`),
    radioInput({
      name: 'what',
      label: 'What would help?',
      options: [
        { value: 'blocked', label: "I'm blocked: say what it waits for" },
        { value: 'history', label: 'How it went so far' },
      ],
      initial: 'blocked',
    }),
  ]);
}

/** What it waits for; the person it is for is asked. */
export function blockedForm(commitment: Commitment, scene: Scene): Form {
  const helper = helperOf(commitment, goneOf(scene.people));
  const hint = helper
    ? `${nameOf(scene.people, helper)} reads it, and is asked.`
    : 'It is kept with it; there is nobody to ask.';
  return formOn('blocked', "I'm blocked", commitment, 'Send', [
    section(`${inFull(commitment, scene)}.`),
    textInput({ name: 'words', label: 'What does it wait for?', multiline: true, max: LONGEST_WORDS, hint }),
  ]);
}

/** Thanks, in words; public only if both agree. */
export function thanksForm(commitment: Commitment, scene: Scene): Form {
  const owner = nameOf(scene.people, commitment.ownerId);
  return formOn('thanks', 'Say thanks', commitment, 'Send', [
    section(`${owner} has done ${titled(commitment.text)}.`),
    textInput({ name: 'words', label: 'In your words', multiline: true, max: LONGEST_WORDS }),
    selectInput({
      name: 'share',
      label: 'May all read it in the monthly round-up?',
      hint: `Only if ${owner} agrees, too.`,
      options: [
        { value: 'no', label: 'No, just between us' },
        { value: 'yes', label: 'Yes' },
      ],
      initial: 'no',
    }),
  ]);
}

/** What is missing; its owner decides what follows. */
export function notQuiteForm(commitment: Commitment, scene: Scene): Form {
  const owner = nameOf(scene.people, commitment.ownerId);
  return formOn('not-quite', 'Not quite', commitment, 'Send', [
    section(`${owner} has done ${titled(commitment.text)}.`),
    textInput({
      name: 'words',
      label: 'What is missing?',
      multiline: true,
      max: LONGEST_WORDS,
      hint: `${owner} reads it, and may reopen it.`,
    }),
  ]);
}

export const WORDS_NEEDED = 'A few words, please.';
