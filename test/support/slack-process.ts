/** The local Slack in a process of its own, with the example's people. Says where it is, and what a bot needs. */
import { startExample } from '../../sandbox/example.ts';

const slack = await startExample({ transport: 'http' });
process.send?.({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_TEST_CHANNEL: slack.channels.alliance.id,
});
process.once('disconnect', () => void slack.close());
