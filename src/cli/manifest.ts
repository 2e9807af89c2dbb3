/**
 * `npm run manifest -- https://entente.example.org`: the app's manifest for that address, to be pasted at
 * https://api.slack.com/apps; without an address, the one for Socket Mode. It is JSON, which Slack takes as it takes YAML.
 */
import { manifest } from '../slack/manifest.ts';

const [publicUrl] = process.argv.slice(2);
if (publicUrl !== undefined && !/^https:\/\/[^/]+\/?$/.test(publicUrl)) {
  process.stderr.write('Usage: npm run manifest [-- https://HOST]\n');
  process.exitCode = 1;
} else process.stdout.write(`${JSON.stringify(manifest(publicUrl), null, 2)}\n`);
