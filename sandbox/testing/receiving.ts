import { startExample } from '../example.ts';
import { clientOf } from './bolt.ts';
import { startReceiver } from './receiver.ts';

export type Receiving = Awaited<ReturnType<typeof startReceiving>>;

/** The example world, and an app that receives what it sends. */
export async function startReceiving() {
  const app = await startReceiver();
  const slack = await startExample({ transport: 'http', requestUrl: app.url });
  return {
    app,
    slack,
    client: clientOf(slack),
    async close() {
      await slack.close();
      await app.close();
    },
  };
}
