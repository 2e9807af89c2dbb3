/**
 * `npm start`: the bot itself where Slack's tokens are set; otherwise a local Slack, the bot on it, and a fortnight of
 * an alliance played before your eyes.
 */
const SLACK_VARIABLES = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID'];

if (SLACK_VARIABLES.some((name) => process.env[name])) await import('../src/main.ts');
else await (await import('./play.ts')).play();
