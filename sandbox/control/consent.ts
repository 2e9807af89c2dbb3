import type { Reply } from '../api/web-api.ts';
import { secretFor } from '../world/ids.ts';
import type { Grant } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { consentPage } from './consent-page.ts';

/**
 * Where a person allows an app: a page asks for which organisation, and the browser goes back to the app with a
 * code. `team` in the address says yes at once, for whoever scripts it.
 */
export function consent(world: World, url: URL): Reply {
  const refuse = (body: string): Reply => ({ status: 400, headers: { 'content-type': 'text/plain' }, body });
  const app = [...world.apps.values()].find((it) => it.clientId === url.searchParams.get('client_id'));
  if (app === undefined) return refuse('invalid_client_id');
  const redirectUri = url.searchParams.get('redirect_uri');
  if (redirectUri === null || !URL.canParse(redirectUri)) return refuse('bad_redirect_uri');
  const scopes = (url.searchParams.get('scope') ?? '').split(',').filter(Boolean);
  const foreign = scopes.filter((scope) => !app.scopes.includes(scope));
  if (foreign.length > 0) return refuse(`invalid_scope: ${foreign.join(', ')}`);
  const teams = [...world.teams.values()];
  const wanted = url.searchParams.get('team');
  if (wanted === null) return consentPage(app, teams, scopes, url);
  const team = teams.find((it) => [it.id, it.domain].includes(wanted));
  if (team === undefined) return refuse(`No team is called "${wanted}"`);
  const person = [...world.users.values()].find((it) => it.teamId === team.id && !it.isBot && !it.deleted);
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
