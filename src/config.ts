/**
 * What the process is told by its environment. Nothing else gives a variable a meaning (embedded-server.ts passes PATH
 * and the like on to Postgres's programs).
 */
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

const Environment = z.object({
  SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/)
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/)
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(8).optional(),
  SLACK_CLIENT_ID: z.string().min(1).optional(),
  SLACK_CLIENT_SECRET: z.string().min(1).optional(),
  SLACK_STATE_SECRET: z.string().min(16).optional(),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  TOKEN_ENCRYPTION_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/)
    .transform((list) => list.split(','))
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  SENDING: z
    .enum(['on', 'off'])
    .default('on')
    .transform((value) => value === 'on'),
});

/** What each variable expects, for the sentence that says so. */
const EXPECTS: Record<keyof z.input<typeof Environment>, string> = {
  SLACK_MODE: '"socket" or "http"',
  SLACK_BOT_TOKEN: 'the bot token of the installed app, which begins with "xoxb-"',
  SLACK_APP_TOKEN: 'an app-level token with connections:write, which begins with "xapp-"',
  SLACK_SIGNING_SECRET: 'the signing secret from the app\'s "Basic Information" page',
  SLACK_CLIENT_ID: 'the client id of the app',
  SLACK_CLIENT_SECRET: 'the client secret of the app',
  SLACK_STATE_SECRET: 'a random text of at least 16 characters',
  SLACK_API_URL: 'an address such as https://slack.com/api/',
  PUBLIC_URL: 'the address under which Slack reaches this server, such as https://entente.example.org',
  DATABASE_URL: 'an address such as postgresql://user:password@host/database',
  DATA_DIR: 'a folder',
  TOKEN_ENCRYPTION_KEY: 'one or more keys of 32 bytes in base64, separated by commas',
  PORT: 'a port number from 0 to 65535',
  LOG_LEVEL: 'one of fatal, error, warn, info, debug, trace, silent',
  ROLE: '"all", "web" or "worker"',
  SENDING: '"on" or "off"',
};

/** What installing by OAuth needs. */
export interface OAuthConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly publicUrl: string;
  /** The first one encrypts, all decrypt. */
  readonly encryptionKeys: readonly string[];
}

export interface Config {
  readonly slackMode: 'socket' | 'http';
  /** The one workspace's; absent where `oauth` lets any number of them install. */
  readonly botToken: string | undefined;
  readonly oauth: OAuthConfig | undefined;
  /** Present where slackMode is "socket". */
  readonly appToken: string | undefined;
  /** Present where slackMode is "http". */
  readonly signingSecret: string | undefined;
  readonly slackApiUrl: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly port: number;
  /** Where Slack and calendar programs reach this server, if they do. */
  readonly publicUrl: string | undefined;
  readonly logLevel: string;
  readonly role: 'all' | 'web' | 'worker';
  readonly sending: boolean;
}

/** The environment is wrong; the message is one sentence for whoever starts the process, and quotes no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration. An empty variable counts as not set.
 *
 * @throws ConfigError naming the first variable that is wrong or missing and what it expects
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof EXPECTS;
    throw new ConfigError(sentence(name, name in set));
  }
  const value = parsed.data;
  const oauth = oauthOf(value);
  if (value.SLACK_MODE === 'socket' && !value.SLACK_APP_TOKEN) {
    throw new ConfigError(`${sentence('SLACK_APP_TOKEN', false)} It is needed where SLACK_MODE is "socket".`);
  }
  if (value.SLACK_MODE === 'http' && !value.SLACK_SIGNING_SECRET) {
    throw new ConfigError(
      `${sentence('SLACK_SIGNING_SECRET', false)} It is needed where SLACK_MODE is "http".`,
    );
  }
  return {
    slackMode: value.SLACK_MODE,
    botToken: value.SLACK_BOT_TOKEN,
    oauth,
    appToken: value.SLACK_APP_TOKEN,
    signingSecret: value.SLACK_SIGNING_SECRET,
    slackApiUrl: value.SLACK_API_URL.endsWith('/') ? value.SLACK_API_URL : `${value.SLACK_API_URL}/`,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.DATA_DIR,
    port: value.PORT,
    publicUrl: value.PUBLIC_URL,
    logLevel: value.LOG_LEVEL,
    role: value.ROLE,
    sending: value.SENDING,
  };
}

/** Where the database is, for commands that need nothing else. @throws ConfigError */
export function readDatabaseConfig(
  env: Readonly<Record<string, string | undefined>>,
): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const { DATABASE_URL, DATA_DIR } = env;
  const parsed = Environment.pick({ DATABASE_URL: true, DATA_DIR: true }).safeParse({
    ...(DATABASE_URL ? { DATABASE_URL } : {}),
    ...(DATA_DIR ? { DATA_DIR } : {}),
  });
  if (!parsed.success) throw new ConfigError(sentence('DATABASE_URL', true));
  return { databaseUrl: parsed.data.DATABASE_URL, dataDir: parsed.data.DATA_DIR };
}

/** One workspace by its token, or any number of them by OAuth, which takes HTTP; never both. */
function oauthOf(value: z.output<typeof Environment>): OAuthConfig | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_BOT_TOKEN: botToken } = value;
  if (value.SLACK_MODE === 'socket' || !clientId) {
    if (!botToken) throw new ConfigError(sentence('SLACK_BOT_TOKEN', false));
    return undefined;
  }
  if (botToken) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many: please set only one of them.',
    );
  }
  const needed = <K extends keyof typeof EXPECTS & keyof typeof value>(name: K) => {
    const given = value[name];
    if (given === undefined)
      throw new ConfigError(`${sentence(name, false)} It is needed where SLACK_CLIENT_ID is set.`);
    return given;
  };
  return {
    clientId,
    clientSecret: needed('SLACK_CLIENT_SECRET'),
    stateSecret: needed('SLACK_STATE_SECRET'),
    publicUrl: needed('PUBLIC_URL'),
    encryptionKeys: needed('TOKEN_ENCRYPTION_KEY'),
  };
}

function sentence(name: keyof typeof EXPECTS, isSet: boolean): string {
  return isSet
    ? `${name} is wrong: it expects ${EXPECTS[name]}.`
    : `${name} is missing: it expects ${EXPECTS[name]}.`;
}
