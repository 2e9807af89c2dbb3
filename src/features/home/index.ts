/** Home: what a member owes, is owed and may expect, on the app's tab and, for everybody, in a modal. */
import { z } from 'zod';
import type { By, Fact, Look, Work } from '../../act.ts';
import type { Feature, JobLook, Listener } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import { type Home, MOST_PAGES, pages } from './domain.ts';
import { erase } from './privacy-store.ts';
import * as store from './store.ts';
import { doorsView, homeParts, PAGE, settingsView, TITLE, turnPart, turnView } from './views.ts';

const PUBLISH = 'home.publish';
/** Slack does not tell when a Home is closed: whoever opened theirs within this time may be looking. */
const LOOKING_MS = 24 * 3_600_000;
const TAB_PAGES = Array.from({ length: MOST_PAGES }, (_, n) => `${PAGE}${n}`);

/** A page of a Home, and how many there are. */
function pageOf(
  home: Home & { today: Parameters<typeof homeParts>[1] },
  wanted: number,
  kind: 'home.turn' | 'home.leaf',
) {
  const all = pages(homeParts(home, home.today)).slice(0, MOST_PAGES);
  const [place] = home.places;
  const parts = all[Math.min(wanted, all.length - 1)] ?? [];
  return { title: TITLE, parts: all.length > 1 && place ? [...parts, turnPart(kind, place)] : parts };
}

/** Everything is about whoever acts, so that in a modal there is one alliance at a time: the one at hand. */
async function openPage({ db, now, actor }: By<Look>, page: number): Promise<Reply> {
  const home = await store.homeOf(db, now, { memberId: actor.member.id });
  return { page: pageOf(home, page, 'home.leaf') };
}

/** The turning of pages: on the tab, or within the modal. */
function turning(kind: 'home.turn' | 'home.leaf'): Pick<ItemKind, 'standing' | 'render'> {
  return {
    standing: true,
    async render({ db, now }, items) {
      return Promise.all(
        items.map(async ({ memberId, personId }) => {
          if (!memberId) return null;
          const who = kind === 'home.turn' ? { personId } : { memberId };
          const home = await store.homeOf(db, now, who);
          return turnView(Math.min(MOST_PAGES, pages(homeParts(home, home.today)).length));
        }),
      );
    },
  };
}

function numberOf(choice: string): number {
  return Number(choice.slice(PAGE.length)) || 0;
}

const items: Readonly<Record<string, ItemKind>> = {
  'home.turn': {
    ...turning('home.turn'),
    async choose({ db, actor, later }, _item, choice) {
      await store.turn(db, actor.personId, numberOf(choice));
      await later(PUBLISH, actor.personId);
      return null;
    },
  },
  'home.leaf': {
    ...turning('home.leaf'),
    opens: TAB_PAGES,
    open: (look, _item, choice) => openPage(look, numberOf(choice)),
  },
  'home.doors': { standing: true, render: async (_look, rows) => rows.map(() => doorsView) },
  'home.settings': {
    standing: true,
    async render({ db, now }, rows) {
      const found = await store.settingsFor(
        db,
        now,
        rows.map(({ memberId }) => memberId),
      );
      return rows.map(({ memberId }) => {
        const own = memberId && found.get(memberId);
        return own ? settingsView(own.settings, own.today) : null;
      });
    },
  },
};

const Opened = z.object({ user: z.string(), tab: z.string() });

/** Only people of a workspace that has the app have a Home there. */
const homeOpened: Listener = async ({ db, now, slack, later }, event) => {
  const { user, tab } = Opened.parse(event);
  const person = tab === 'home' ? await slack.person(user) : null;
  if (!person || person.isBot) return;
  await store.opened(db, now, person.personId, person.homeTeamId);
  await later(PUBLISH, person.personId);
};

async function publish({ db, now, surface }: JobLook, id: string): Promise<void> {
  const open = await store.openHome(db, id);
  const place = open && (await surface(open.teamId));
  if (!open || !place) return;
  const home = await store.homeOf(db, now, { personId: open.personId });
  await place.showHome(open, pageOf(home, open.page, 'home.turn'));
}

/** Whatever has changed is on the Homes of whom it concerns within the second. */
async function react({ db, now, later }: Work, fact: Fact): Promise<void> {
  const changed = concerns(fact);
  if (!changed) return;
  const people = await store.lookers(db, new Date(now.getTime() - LOOKING_MS), changed);
  await later(PUBLISH, ...people);
}

function concerns(fact: Fact): store.Changed | null {
  switch (fact.kind) {
    case 'commitment':
      return { commitmentId: fact.id };
    case 'pair':
      return { pairId: fact.id };
    case 'check-in':
      return { pairId: fact.pairId };
    case 'member':
      return { memberIds: [fact.id] };
    case 'delivered':
      return { memberIds: fact.items.flatMap(({ memberId }) => memberId ?? []) };
    default:
      return null;
  }
}

export const home: Feature = {
  name: 'home',
  commands: [
    {
      word: 'me',
      usage: '',
      about: 'What is with you, what was promised to you, your opposite numbers and your settings',
      who: 'member',
      open: (look) => openPage(look, 0),
    },
  ],
  doors: [{ id: 'home.me', label: 'My Entente', open: (look) => openPage(look, 0) }],
  items,
  listen: { app_home_opened: homeOpened },
  erase: ({ db }, { personId }) => erase(db, personId),
  react,
  jobs: { [PUBLISH]: publish },
};
