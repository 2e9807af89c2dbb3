import { afterEach, expect, test } from '@jest/globals';
import { startExample } from '../../sandbox/example.ts';
import { until } from '../../test/support/until.ts';
import { silent } from '../db/log.ts';
import { type SlackEdge, slackEdge } from './bolt.ts';
import { webClients } from './client.ts';
import { fixedInstallation } from './installations.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

type Before = (slack: Awaited<ReturnType<typeof startExample>>) => void;

async function running(listen: (edge: SlackEdge) => void, before: Before = () => {}) {
  const slack = await startExample({ transport: 'socket' });
  closers.push(() => slack.close());
  before(slack);
  const installations = fixedInstallation(slack.tokens.bot, webClients(slack.apiUrl, silent));
  const edge = slackEdge(
    {
      transport: { mode: 'socket', appToken: slack.tokens.app },
      apiUrl: slack.apiUrl,
      port: 0,
      host: '127.0.0.1',
      routes: { 'GET /healthz': (_request, response) => void response.end('well') },
    },
    installations,
    silent,
  );
  listen(edge);
  const port = await edge.start();
  closers.push(() => edge.stop());
  return { slack, edge, port };
}

test('an event is acknowledged when its listener has returned, and health is answered meanwhile', async () => {
  let isDone = false;
  const { slack, edge, port } = await running(({ app }) =>
    app.event('app_mention', async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      isDone = true;
    }),
  );
  await until(() => edge.isOpen());
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('well');
  const { deliveries } = await slack.driver.say('Dana Whitfield', '#flood-alliance', '@Entente hello');
  expect(isDone).toBe(true);
  expect(deliveries).toHaveLength(1);
});

test('an event whose listener failed comes again', async () => {
  let times = 0;
  const { slack, edge } = await running(({ app }) =>
    app.event('app_mention', async () => {
      times += 1;
      if (times === 1) throw new Error('once');
    }),
  );
  await until(() => edge.isOpen());
  await slack.driver.say('Dana Whitfield', '#flood-alliance', '@Entente hello');
  await until(() => times === 2);
});

test('refused connections are tried again, and none of it ends the process', async () => {
  const { edge, slack } = await running(
    () => {},
    ({ world }) => {
      world.faults.add({
        effect: { kind: 'status', status: 503 },
        method: 'apps.connections.open',
        times: 3,
      });
      world.faults.add({
        effect: { kind: 'error', error: 'internal_error' },
        method: 'apps.connections.open',
        times: 1,
      });
    },
  );
  expect(edge.isOpen()).toBe(false);
  await until(() => edge.isOpen());

  slack.world.faults.add({
    effect: { kind: 'reset', after: false },
    method: 'apps.connections.open',
    times: 3,
  });
  slack.driver.admin.dropSockets('abrupt');
  await until(() => !edge.isOpen());
  await until(() => edge.isOpen());
});
