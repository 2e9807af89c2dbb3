/** The forms of check-ins. */
import {
  escapeText,
  type Form,
  type Option,
  radioInput,
  section,
  selectInput,
  textInput,
} from '../../slack/blocks.ts';
import { ANSWERS, type Answer, type Helper, MOST_REMARK, type RemarkLabel, type Said } from './domain.ts';
import { ANSWER_LABELS } from './views.ts';

function remarkInputs(name: string | null, said: Pick<Said, 'remark' | 'label'> | null) {
  const labels: { value: RemarkLabel; label: string }[] = [
    { value: 'pair', label: name === null ? 'Just us two' : `Just us two: ${name} and me` },
    { value: 'alliance', label: 'The alliance' },
  ];
  return [
    textInput({
      name: 'text',
      label: 'A remark',
      multiline: true,
      max: MOST_REMARK,
      optional: true,
      hint: 'For a promise that came out of it: `@Entente commit`.',
      ...(said?.remark ? { initial: said.remark } : {}),
    }),
    selectInput({ name: 'label', label: 'Who may read it', options: labels, initial: said?.label ?? 'pair' }),
  ];
}

/** A remark beside an answer; sent empty, it is taken back. */
export function remarkForm(checkInId: string, name: string, said: Said): Form {
  return {
    name: 'check-ins.remark',
    title: 'A remark',
    submit: 'Share',
    blocks: remarkInputs(name, said),
    meta: { checkIn: checkInId },
  };
}

/** Another answer than the one that was given. */
export function changeForm(checkInId: string, name: string, answer: Answer): Form {
  const options = ANSWERS.map((value) => ({ value, label: ANSWER_LABELS[value] }));
  return {
    name: 'check-ins.change',
    title: 'Change my answer',
    submit: 'Change',
    blocks: [radioInput({ name: 'answer', label: `A word with ${name}`, options, initial: answer })],
    meta: { checkIn: checkInId },
  };
}

/** Whom to tell that one needs a hand. */
export function handForm(checkInId: string, name: string, helpers: readonly Helper[]): Form {
  const as = {
    opposite: 'your opposite number',
    leader: 'leads your organisation',
    coordinator: 'coordinator',
  };
  const options: Option[] = helpers.map((helper) => {
    return { value: helper.memberId, label: `${helper.name}, ${as[helper.as]}` };
  });
  return {
    name: 'check-ins.hand',
    title: 'I need a hand',
    submit: 'Ask',
    blocks: [
      section(
        `Who could lend you a hand with ${escapeText(name)}? Whom you choose is told, and nobody else.`,
      ),
      selectInput({ name: 'helper', label: 'Ask', options, initial: options[0]?.value ?? '' }),
    ],
    meta: { checkIn: checkInId },
  };
}

/** "We spoke", from the pinned message. */
export function spokeForm(opposites: readonly { pairId: string; name: string }[]): Form {
  const options = opposites.map(({ pairId, name }) => ({ value: pairId, label: name }));
  return {
    name: 'check-ins.spoke',
    title: 'We spoke',
    submit: 'Note it',
    blocks: [
      selectInput({ name: 'pair', label: 'With', options, initial: options[0]?.value ?? '' }),
      ...remarkInputs(null, null),
    ],
  };
}

export const SENTENCES = {
  over: 'That round is over, so what you said then stays as it was. The next one will ask you again.',
  notYours: 'That check-in is not one of yours.',
  noOpposite:
    'You have no opposite number here yet. Leaders and coordinators pair people; `@Entente pairs` shows who could be one.',
  whichOne: 'With whom? `spoke @dana`, say.',
  gone: 'They cannot be asked any more; somebody else may.',
} as const;

export function notOpposite(name: string): string {
  return `${escapeText(name)} is not one of your opposite numbers, so there is nothing to note.`;
}

export function noted(name: string): string {
  return `Noted: you and ${escapeText(name)} spoke. Thanks.`;
}

export function asked(name: string): string {
  return `${escapeText(name)} is asked with their next note, and nobody else is.`;
}

/** A written answer that could be about several. */
export function whomMeant(names: readonly string[]): string {
  const [first = ''] = names;
  const all = names.map((name) => escapeText(name)).join(' or ');
  return `With ${all}? Say it with the name, such as “yes, with ${escapeText(first)}”. Nothing was noted yet.`;
}

export function tooLong(most: number): string {
  return `That is longer than a remark can be (${most} characters), so nothing was noted. A shorter one, perhaps?`;
}
