/** The modals of commitments. What they need back travels as ids in `meta`, and is checked like anything else. */
import {
  cut,
  dateInput,
  type Form,
  type Option,
  section,
  selectInput,
  textInput,
} from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import type { Draft, DraftContent } from './draft.ts';
import { rhythmOptions } from './rhythm-options.ts';
import { inFull, type Named, type Scene } from './words.ts';

/** The longest promise that is kept; a promise is a line, not a document. */
export const LONGEST = 500;
/** From so many on, names are looked for rather than read, and so are in the order of the alphabet. */
const CROWD = 100;

/** Who can be chosen: the one who asks first, and nobody who is `without`. */
export function memberOptions(
  members: readonly (Named & { readonly id: string })[],
  first: string,
  without: string | null = null,
): Option[] {
  const mine = members.filter(({ id }) => id === first);
  const others = members.filter(({ id }) => id !== first);
  if (members.length > CROWD) others.sort((a, b) => a.name.localeCompare(b.name));
  return [...mine, ...others]
    .filter(({ id }) => id !== without)
    .map(({ id, name, organisation }) => ({ value: id, label: `${name} (${organisation})` }));
}

export interface WriteForm {
  /** The id that the commitment will have: sent twice, it is recorded once. */
  readonly id: string;
  /** The draft that is being corrected; null where there is none yet. */
  readonly draft: Draft | null;
  /** The message in which it was said. */
  readonly link: string | null;
  readonly members: readonly (Named & { readonly id: string })[];
  readonly speakerId: string;
  readonly content: Partial<DraftContent>;
}

/** Who may see it, beside the people in it. */
const AUDIENCES: Option[] = [
  { value: 'org', label: 'The two organisations, while it is in good time' },
  { value: 'pair', label: 'Only the people in it' },
  { value: 'alliance', label: 'The whole alliance, while it is in good time' },
];

/** What, by when, for whom, who does it, how often, and who may see it. */
export function writeForm({ id, draft, link, members, speakerId, content }: WriteForm): Form {
  const options = memberOptions(members, speakerId);
  const owner = content.ownerId === undefined ? speakerId : content.ownerId;
  const rhythm = content.rhythm ?? null;
  return {
    name: 'commitments.write',
    title: draft ? 'As you meant it' : 'I promise…',
    submit: draft?.batchId ? 'Keep it so' : 'Record it',
    meta: { id, draft: draft ? 'yes' : 'no', ...(link ? { link } : {}) },
    blocks: [
      textInput({
        name: 'what',
        label: 'What',
        max: LONGEST,
        placeholder: 'Send the flood map',
        ...(content.text ? { initial: cut(content.text, LONGEST) } : {}),
      }),
      dateInput({ name: 'by', label: 'By when', optional: true, initial: content.dueOn ?? null }),
      selectInput({
        name: 'for',
        label: 'For whom',
        optional: true,
        options,
        ...(content.forId ? { initial: content.forId } : {}),
      }),
      selectInput({
        name: 'owner',
        label: 'Who does it',
        hint: "Somebody else's counts once they accept.",
        options,
        ...(owner ? { initial: owner } : {}),
      }),
      selectInput({
        name: 'again',
        label: 'How often',
        options: rhythmOptions(rhythm),
        initial: rhythm ? 'read' : 'once',
      }),
      selectInput({
        name: 'audience',
        label: 'Who may see it',
        hint: 'Once its day has passed, only its owner and the person it is for.',
        options: AUDIENCES,
        initial: content.audience ?? 'org',
      }),
    ],
  };
}

/** Another day; `take`: the one by which whoever takes it over would do it, `self`: whoever wrote it down. */
export function dateForm(commitment: Commitment, scene: Scene, take: 'no' | 'yes' | 'self'): Form {
  return {
    name: 'commitments.date',
    title: 'New date',
    submit: 'Set the date',
    meta: { id: commitment.id, take },
    blocks: [
      section(`${inFull(commitment, scene)}.`),
      dateInput({ name: 'by', label: 'By when', hint: 'No reason needed.' }),
    ],
  };
}

/** Who could take it over; it stays with its owner until they accept. */
export function handOverForm(commitment: Commitment, scene: Scene, options: Option[]): Form {
  return chooseForm('commitments.hand-over', 'Hand over', 'Ask them', commitment, scene, options, {
    label: 'Who could take it over',
    hint: 'It stays with you until they accept.',
  });
}

/** Who else could be asked; whoever wrote it down may take it over, and is not asked whether they do. */
export function reassignForm(commitment: Commitment, scene: Scene, options: Option[]): Form {
  const mine = (option: Option) => option.value === scene.reader;
  const named = options.map((one) => (mine(one) ? { ...one, label: `${OWN}${one.label}` } : one));
  return chooseForm('commitments.reassign', 'Ask someone else', 'Go on', commitment, scene, named, {
    label: 'Who else could do it',
    hint: options.some(mine)
      ? 'It counts once they accept; with you, at once.'
      : 'It counts once they accept.',
  });
}

const OWN = 'I take it over: ';

function chooseForm(
  name: string,
  title: string,
  submit: string,
  commitment: Commitment,
  scene: Scene,
  options: Option[],
  input: { label: string; hint: string },
): Form {
  const meta = { id: commitment.id };
  const what = section(`${inFull(commitment, scene)}.`);
  if (options.length === 0) {
    return { name, title, meta, blocks: [what, section('There is nobody else in this alliance yet.')] };
  }
  const who = selectInput({ name: 'who', ...input, options });
  return { name, title, submit, meta, blocks: [what, who] };
}
