/**
 * `npm run reencrypt`: seals every stored token with the first key of TOKEN_ENCRYPTION_KEY. To change the key: put the
 * new one first, restart all processes, run this, take the old one out.
 */
import { ConfigError, readConfig } from '../config.ts';
import { silent } from '../db/log.ts';
import { withDatabase } from '../db/once.ts';
import { webClients } from '../slack/client.ts';
import { vault } from '../slack/secrets.ts';
import { storedInstallations } from '../slack/stored-installations.ts';

try {
  const config = readConfig(process.env);
  const { oauth } = config;
  if (!oauth) throw new ConfigError('Nothing is stored where SLACK_BOT_TOKEN is used.');
  const clients = webClients(config.slackApiUrl, silent);
  const count = await withDatabase(config, (db) =>
    storedInstallations({ db, vault: vault(oauth.encryptionKeys), clients, log: silent, ...oauth }).reseal(),
  );
  process.stdout.write(`${count} stored tokens were sealed with the first key.\n`);
} catch (error) {
  const known = error instanceof ConfigError || (error instanceof Error && error.name === 'SealError');
  process.stderr.write(`${known ? (error as Error).message : 'The database could not be asked.'}\n`);
  process.exitCode = 1;
}
