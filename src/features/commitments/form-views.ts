/** The modals of commitments. What they need back travels as ids in `meta`, and is checked like anything else. */
import type { LocalDate } from '../../kernel/zoned.ts';
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
import { inFull, type Named, type Scene } from './words.ts';

/** The longest promise that is kept; a promise is a line, not a document. */
export const LONGEST = 500;
/** As many as a menu of Slack's holds. */
const MOST_OPTIONS = 100;

/** Who can be chosen: the one who asks first, and nobody who is `without`. */
export function memberOptions(
  members: readonly (Named & { readonly id: string })[],
  first: string,
  without: string | null = null,
): Option[] {
  const mine = members.filter(({ id }) => id === first);
  const others = members.filter(({ id }) => id !== first);
  return [...mine, ...others]
    .filter(({ id }) => id !== without)
    .slice(0, MOST_OPTIONS)
    .map(({ id, name, organisation }) => ({ value: id, label: `${name} (${organisation})` }));
}

export interface WriteForm {
  /** The id that the commitment will have: sent twice, it is recorded once. */
  readonly id: string;
  readonly isDraft: boolean;
  readonly members: readonly (Named & { readonly id: string })[];
  readonly speakerId: string;
  readonly text?: string;
  readonly ownerId?: string | null;
  readonly forId?: string | null;
  readonly dueOn?: LocalDate | null;
}

/** What, by when, for whom, and who does it. */
export function writeForm(parts: WriteForm): Form {
  const options = memberOptions(parts.members, parts.speakerId);
  const owner = parts.ownerId === undefined ? parts.speakerId : parts.ownerId;
  return {
    name: 'commitments.write',
    title: parts.isDraft ? 'As you meant it' : 'I promise…',
    submit: 'Record it',
    meta: { id: parts.id, draft: parts.isDraft ? 'yes' : 'no' },
    blocks: [
      textInput({
        name: 'what',
        label: 'What',
        max: LONGEST,
        placeholder: 'Send the flood map',
        ...(parts.text ? { initial: cut(parts.text, LONGEST) } : {}),
      }),
      dateInput({ name: 'by', label: 'By when', optional: true, initial: parts.dueOn ?? null }),
      selectInput({
        name: 'for',
        label: 'For whom',
        optional: true,
        options,
        ...(parts.forId ? { initial: parts.forId } : {}),
      }),
      selectInput({
        name: 'owner',
        label: 'Who does it',
        hint: "Somebody else's counts once they accept.",
        options,
        ...(owner ? { initial: owner } : {}),
      }),
    ],
  };
}

/** Another day; `take`: by which whoever takes it over would do it. */
export function dateForm(commitment: Commitment, scene: Scene, take: boolean): Form {
  return {
    name: 'commitments.date',
    title: 'New date',
    submit: 'Set the date',
    meta: { id: commitment.id, take: take ? 'yes' : 'no' },
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

/** Who else could be asked. */
export function reassignForm(commitment: Commitment, scene: Scene, options: Option[]): Form {
  return chooseForm('commitments.reassign', 'Ask someone else', 'Ask them', commitment, scene, options, {
    label: 'Who else could do it',
    hint: 'It counts once they accept.',
  });
}

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
