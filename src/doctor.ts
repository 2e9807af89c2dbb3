/** Looks at everything that the bot stands on, from outside of it: nothing is changed, no token is shown. */
import { createHmac } from 'node:crypto';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Config } from './config.ts';
import type { Database } from './db/client.ts';
import { errorDetails, silent } from './db/log.ts';
import { migrationsFolder, readMigrations } from './db/migrate.ts';
import { withDatabase } from './db/once.ts';
import { clientOptions, webClients } from './slack/client.ts';
import { OVER } from './slack/installations.ts';
import { EVENTS_PATH } from './slack/paths.ts';
import { BOT_SCOPES } from './slack/scopes.ts';
import { vault } from './slack/secrets.ts';
import { storedInstallations } from './slack/stored-installations.ts';

export interface Finding {
  readonly about: string;
  /** What is wrong, and what helps; null where nothing is. */
  readonly problem: string | null;
  readonly fine: string;
}

/** Asks Slack, the database and the server itself, one finding for each. */
export async function examine(config: Config): Promise<Finding[]> {
  const database = await checkDatabase(config);
  const tokens = await checkTokens(
    config,
    database.every(({ problem }) => !problem),
  );
  const client = await checkClient(config);
  const reach = config.slackMode === 'socket' ? await checkSocket(config) : await checkRequests(config);
  return [...database, ...client, ...tokens, ...reach];
}

const finding = (about: string, problem: string | null, fine = ''): Finding => ({ about, problem, fine });

async function checkDatabase(config: Config): Promise<Finding[]> {
  const where = config.databaseUrl ? 'the database of DATABASE_URL' : `the embedded one in ${config.dataDir}`;
  try {
    return await withDatabase(config, async (db) => [
      finding('database', await missingMigrations(db), `${where} answers, its schema is this version’s`),
      await heard(db),
      await waiting(db),
    ]);
  } catch (error) {
    const { error: name, code } = errorDetails(error);
    return [finding('database', `${where} cannot be reached (${code ?? name})`)];
  }
}

async function missingMigrations(db: Database['prisma']): Promise<string | null> {
  const rows = await db.$queryRaw<
    { name: string }[]
  >`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`.catch(() => []);
  const applied = new Set(rows.map(({ name }) => name));
  const missing = readMigrations(migrationsFolder).filter(({ name }) => !applied.has(name));
  return missing.length > 0
    ? `${missing.length} migrations are missing: the bot applies them when it starts`
    : null;
}

/** Slack does not say which events an app gets; but where people's forms have come in and no event, none does. */
async function heard(db: Database['prisma']): Promise<Finding> {
  const isForm = { eventId: { startsWith: 'form/' } };
  const isEvent = { apiAppId: { not: 'oauth' }, NOT: isForm };
  const { _max } = await db.eventSeen.aggregate({ where: isEvent, _max: { seenAt: true } });
  const forms = _max.seenAt ? 0 : await db.eventSeen.count({ where: isForm });
  return finding(
    'events',
    forms > 0 ? `none in a week, although forms have come: ${EVENTS_HELP}` : null,
    _max.seenAt ? `the last one was handled at ${_max.seenAt.toISOString()}` : 'none yet',
  );
}

const EVENTS_HELP =
  'switch "Event Subscriptions" on, with the events of manifest.yml, then mention @Entente in its channel';

async function waiting(db: Database['prisma']): Promise<Finding> {
  const dead = await db.message.count({ where: { status: 'dead' } });
  return finding(
    'outbox',
    dead > 0 ? `${dead} messages could not be sent: npm run outbox -- list` : null,
    'no message is dead',
  );
}

/** Each installation's token, with what it may do. */
async function checkTokens(config: Config, hasDatabase: boolean): Promise<Finding[]> {
  const { botToken, oauth, slackApiUrl } = config;
  if (botToken) return [await checkToken('bot token', botToken, slackApiUrl)];
  if (!oauth || !hasDatabase) return [];
  return withDatabase(config, async (db) => {
    const clients = webClients(slackApiUrl, silent);
    const stored = storedInstallations({
      db,
      vault: vault(oauth.encryptionKeys),
      clients,
      log: silent,
      ...oauth,
    });
    // A token is opened when it is read.
    const all = await stored
      .all()
      .then((installations) => installations.map(({ teamId, token }) => ({ teamId, token })))
      .catch(() => null);
    if (!all)
      return [
        finding('tokens', 'they cannot be opened: TOKEN_ENCRYPTION_KEY lacks the key they were sealed with'),
      ];
    if (all.length === 0) return [finding('tokens', null, 'no workspace has installed the app yet')];
    return Promise.all(
      all.map(({ teamId, token }) => checkToken(`token of ${teamId}`, token, slackApiUrl, RENEWED)),
    );
  });
}

const REFUSED_CLIENT = new Set(['bad_client_secret', 'invalid_client_id']);
const RENEWED = 'it is over, as it is where nothing happens for half a day: its next use renews it';

/** Asks for a token with a code that there is not, which changes nothing: first Slack looks at who asks. */
async function checkClient({ oauth, slackApiUrl }: Config): Promise<Finding[]> {
  if (!oauth) return [];
  const { clientId, clientSecret } = oauth;
  const ask = { client_id: clientId, client_secret: clientSecret, code: 'none' };
  const answer = await new WebClient(undefined, clientOptions(slackApiUrl, silent)).oauth.v2
    .access(ask)
    .then(() => '', said);
  const help =
    'no token is renewed and nobody can install the app. Is it SLACK_CLIENT_SECRET of SLACK_CLIENT_ID?';
  const problem = REFUSED_CLIENT.has(answer) ? `Slack refuses this one (${answer}): ${help}` : null;
  return [finding('client', problem, 'Slack does not refuse SLACK_CLIENT_ID and SLACK_CLIENT_SECRET')];
}

/** @param renewed what is fine about a token that is over, where it is renewed */
async function checkToken(
  about: string,
  token: string,
  apiUrl: string,
  renewed: string | null = null,
): Promise<Finding> {
  try {
    const answer = await new WebClient(token, clientOptions(apiUrl, silent)).auth.test();
    if (!answer.bot_id) return finding(about, 'it is no bot token: take the one that begins with "xoxb-"');
    const given: readonly string[] = answer.response_metadata?.scopes ?? [];
    const missing = BOT_SCOPES.filter((scope) => !given.includes(scope));
    if (missing.length > 0)
      return finding(
        about,
        `scopes are missing: ${missing.join(', ')}. Add them to the app and install it again`,
      );
    return finding(
      about,
      null,
      `${answer.user ?? 'the bot'} of ${answer.team ?? answer.team_id}, with all scopes`,
    );
  } catch (error) {
    if (renewed && said(error) === OVER) return finding(about, null, renewed);
    return finding(about, `Slack refuses it (${said(error)})`);
  }
}

async function checkSocket({ appToken = '', slackApiUrl }: Config): Promise<Finding[]> {
  try {
    await new WebClient(appToken, clientOptions(slackApiUrl, silent)).apps.connections.open({});
    return [finding('app token', null, 'Socket Mode is on')];
  } catch (error) {
    const help = 'it needs connections:write, and Socket Mode switched on in the app';
    return [finding('app token', `no socket can be opened (${said(error)}): ${help}`)];
  }
}

const WAIT_MS = 5_000;

/** Asks the server what Slack asks it first, signed as Slack signs it. */
async function checkRequests({ signingSecret = '', oauth, port }: Config): Promise<Finding[]> {
  const url = new URL(EVENTS_PATH, oauth?.publicUrl ?? `http://127.0.0.1:${port}`);
  const body = JSON.stringify({ type: 'url_verification', challenge: 'entente' });
  const timestamp = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': `v0=${mac}`,
      },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const { challenge } = answer.ok ? ((await answer.json()) as { challenge?: unknown }) : {};
    const isOurs = challenge === 'entente';
    const problem = isOurs
      ? null
      : `${url.origin} answers ${answer.status}: is it this bot, with this SLACK_SIGNING_SECRET?`;
    return [finding('requests', problem, `${url.href} answers as Slack expects`)];
  } catch {
    return [finding('requests', `${url.origin} cannot be reached from here: is the bot running?`)];
  }
}

function said(error: unknown): string {
  return error instanceof WebAPIPlatformError ? error.data.error : errorDetails(error).error;
}
