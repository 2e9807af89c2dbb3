/** Texts about what somebody who is gone has left open. */
import type { ItemView } from '../../item.ts';
import { dayWords, type Form, type Option, section, selectInput } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { CHOICES, line } from './views.ts';
import { nameOf, type Scene, titled } from './words.ts';

const NAME = { id: 'name', label: 'Name somebody', style: 'primary' } as const;

/** To a coordinator, about what somebody who was erased was waiting for. Its day is not told: it might be late. */
export function unclaimedView(commitment: Commitment, scene: Scene, releaseOn: string): ItemView {
  const owner = nameOf(scene.people, commitment.ownerId);
  return {
    text: `Somebody who has left was waiting for ${titled(commitment.text)}, from ${owner}. Is it for somebody else now? Otherwise I tell ${owner} on ${dayWords(releaseOn, scene.now)} that it is no longer needed.`,
    choices: [NAME, CHOICES.release],
  };
}

/** What stays of it. */
export function claimedView({ status, text, forId, ownerId }: Commitment, { people }: Scene): ItemView {
  return line(
    status === 'accepted'
      ? `${titled(text)} is for ${nameOf(people, forId)}. Thank you.`
      : `${titled(text)} is off ${nameOf(people, ownerId)}'s list. Thank you.`,
  );
}

export function nameForm(commitment: Commitment, scene: Scene, options: Option[]): Form {
  const owner = nameOf(scene.people, commitment.ownerId);
  return {
    name: 'commitments.for-another',
    title: 'For whom is it now?',
    submit: 'Name them',
    meta: { id: commitment.id },
    blocks: [
      section(`${titled(commitment.text)}, from ${owner}.`),
      selectInput({
        name: 'who',
        label: 'For whom',
        options,
        hint: `Both read it with their next notes; ${owner} keeps the day.`,
      }),
    ],
  };
}

export const CHOOSE_ONE = 'Choose somebody of this alliance.';
export const NOT_YOURS = 'That is for coordinators now; one of them will gladly do it.';
export const ALREADY = 'That has been settled in the meantime. Thank you.';
