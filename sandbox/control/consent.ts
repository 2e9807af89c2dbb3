import type { Reply } from '../api/web-api.ts';
import { secretFor } from '../world/ids.ts';
import type { Grant, User } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { consentPage } from './consent-page.ts';

/** Which person a browser allows an app as, between the page and the app's own address. */
const COOKIE = 'sandbox_as';

interface Asked {
  readonly url: URL;
  /** The request's `cookie` header. */
  readonly cookie: string;
  /** Where the app that runs here begins its installation; null: nowhere. */
  readonly installUrl: string | null;
}

/** Answers for all below `/oauth/`. */
export function oauthPages(world: World, asked: Asked): Reply {
  return asked.url.pathname === '/oauth/start' ? start(world, asked) : consent(world, asked);
}

/** Leads a person of the page to the app's own address, remembering who they are. */
function start(world: World, { url, installUrl }: Asked): Reply {
  if (installUrl === null) return refused('The app that runs here is not installed by way of a page');
  const person = world.users.get(url.searchParams.get('as') ?? '');
  const cookie = `${COOKIE}=${person?.id ?? ''}; Path=/oauth; HttpOnly; SameSite=Lax`;
  return { status: 302, headers: { location: installUrl, 'set-cookie': cookie }, body: '' };
}

/**
 * Where a person allows an app: a page asks, and the browser goes back to the app with a code. `team` in the address
 * says yes at once, for whoever scripts it.
 */
function consent(world: World, { url, cookie }: Asked): Reply {
  const app = [...world.apps.values()].find((it) => it.clientId === url.searchParams.get('client_id'));
  if (app === undefined) return refused('invalid_client_id');
  const redirectUri = url.searchParams.get('redirect_uri');
  if (redirectUri === null || !URL.canParse(redirectUri)) return refused('bad_redirect_uri');
  const scopes = (url.searchParams.get('scope') ?? '').split(',').filter(Boolean);
  const foreign = scopes.filter((scope) => !app.scopes.includes(scope));
  if (foreign.length > 0) return refused(`invalid_scope: ${foreign.join(', ')}`);
  const teams = [...world.teams.values()];
  const me = personIn(world, cookie);
  const wanted = url.searchParams.get('team');
  if (wanted === null) return consentPage({ app, teams, scopes, url, me });
  const team = teams.find((it) => [it.id, it.domain].includes(wanted));
  if (team === undefined) return refused(`No team is called "${wanted}"`);
  const own = (it: User) => it.teamId === team.id && !it.isBot && !it.deleted;
  const person = me && own(me) ? me : [...world.users.values()].find(own);
  const code = grant(world, {
    appId: app.id,
    teamId: team.id,
    userId: person?.id ?? '',
    scopes,
    redirectUri,
  });
  const back = new URL(redirectUri);
  back.searchParams.set('code', code);
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  return { status: 302, headers: { location: back.href }, body: '' };
}

/** Notes what a person allowed, and returns the code for it. */
export function grant(world: World, it: Omit<Grant, 'code' | 'used'>): string {
  const code = secretFor(`code ${world.ids.count('code')}`);
  world.grants.set(code, { ...it, code, used: false });
  return code;
}

function personIn(world: World, cookie: string): User | undefined {
  const [, id = ''] = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(cookie) ?? [];
  const person = world.users.get(id);
  return person?.isBot || person?.deleted ? undefined : person;
}

function refused(body: string): Reply {
  return { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
