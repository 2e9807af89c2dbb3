/** Every word of "My Entente" that is Home's own; what a commitment or a pair says is its feature's. */
import type { Choice, ItemView, PagePart } from '../../item.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { cut, dayWords, escapeText } from '../../slack/blocks.ts';
import { type Coming, type Home, nearest, type Place, type Settings, soonest } from './domain.ts';

export const TITLE = 'My Entente';

const LONGEST_NAME = 80;

function name(text: string): string {
  return escapeText(cut(text, LONGEST_NAME));
}

/** All that a person sees, whatever its length. */
export function homeParts({ places, settings }: Home, today: LocalDate): PagePart[] {
  if (places.length === 0) return [{ kind: 'text', text: NOWHERE }];
  const own = places[0];
  return [
    ...places.flatMap((place, n): PagePart[] => [
      ...(n > 0 ? [{ kind: 'divider' as const }] : []),
      ...placeParts(place, today),
    ]),
    ...(own && settings ? [{ kind: 'divider' as const }, thing('home.settings', own.memberId, own)] : []),
  ];
}

const NOWHERE =
  'You are in no alliance at the moment. Whoever coordinates one adds people; `@Entente join` brings you back.';

function placeParts(place: Place, today: LocalDate): PagePart[] {
  const { owes, isOwed, pairs, coming } = place;
  return [
    text(
      `*${name(place.alliance)}*: you are here for ${name(place.organisation)}, as ${place.standing}. ${waiting(place)}`,
    ),
    ...(coming.length > 0
      ? [
          text(
            `*What comes next*\n${soonest(coming)
              .map((one) => comes(one, today))
              .join('\n')}`,
          ),
        ]
      : []),
    thing('home.doors', place.memberId, place),
    ...list(
      'What I owe',
      'No promises of yours are open.',
      'commitments.mine',
      nearest(owes).map(({ ref }) => ref),
      place,
    ),
    ...list(
      'What I am owed',
      'Nobody owes you anything that I know of.',
      'commitments.mine',
      nearest(isOwed).map(({ ref }) => ref),
      place,
    ),
    ...list('My opposite numbers', 'Nobody yet. A coordinator pairs people.', 'check-ins.link', pairs, place),
  ];
}

function waiting({ waiting: count }: Place): string {
  if (count === 0) return 'Nothing waits for your answer.';
  return `${count === 1 ? 'One thing waits' : `${count} things wait`} for your answer, in your notes.`;
}

function comes({ on, what }: Coming, today: LocalDate): string {
  const day = dayWords(on, new Date(`${today}T00:00:00Z`));
  return `• ${day}: ${what.kind === 'word' ? `a word with ${name(what.with)}` : 'your digest'}`;
}

function list(title: string, none: string, kind: string, refs: readonly string[], place: Place): PagePart[] {
  if (refs.length === 0) return [text(`*${title}*\n${none}`)];
  return [text(`*${title}*`), ...refs.map((ref) => thing(kind, ref, place))];
}

function text(words: string): PagePart {
  return { kind: 'text', text: words };
}

function thing(kind: string, ref: string, { allianceId, memberId }: Place): PagePart {
  return { kind: 'thing', thing: { kind, ref, allianceId, memberId } };
}

/** The first page has no way back, so each names the others. */
export function turnPart(kind: 'home.turn' | 'home.leaf', place: Place): PagePart {
  return thing(kind, place.memberId, place);
}

/** The choice that leads to a page, counted from 0. */
export const PAGE = 'page-';

export function turnView(count: number): ItemView {
  const choices = Array.from(
    { length: count },
    (_, n): Choice => ({ id: `${PAGE}${n}`, label: `Page ${n + 1}` }),
  );
  return { text: `This is long, so it comes in ${count} pages.`, choices };
}

/** What else can be done from here, through the same doors as in the channel. */
export const doorsView: ItemView = {
  text: 'Something new?',
  choices: [
    { id: 'door:commitments.promise', label: 'I promise…' },
    { id: 'door:check-ins.spoke', label: 'We spoke' },
  ],
};

const MOST_AWAY = 3;

export function settingsView(
  { noteMinute, zone, fewer, dayFirst, absences }: Settings,
  today: LocalDate,
): ItemView {
  const hour = `${String(Math.floor(noteMinute / 60)).padStart(2, '0')}:${String(noteMinute % 60).padStart(2, '0')}`;
  const now = new Date(`${today}T00:00:00Z`);
  const away = absences
    .slice(0, MOST_AWAY)
    .map(({ from, until }) => `Away ${dayWords(from, now)} to ${dayWords(until, now)}`);
  const order = {
    true: '3/8 is 3 August',
    false: '3/8 is 8 March',
    null: '3/8 is read in the order usual where you are',
  }[`${dayFirst}`];
  return {
    text: [
      '*My settings*, in every alliance',
      `• Notes from ${hour} (${escapeText(zone.replaceAll('_', ' '))}), ${fewer ? 'fewer: one a week' : 'three a week at most'}`,
      ...(away.length > 0 ? away : ['Not away']).map((gone) => `• ${gone}`),
      `• ${order}`,
    ].join('\n'),
    choices: [{ id: 'door:alliances.settings', label: 'Change settings' }],
  };
}
