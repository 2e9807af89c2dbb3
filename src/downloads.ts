/** What programs fetch without Slack: each feature's downloads, at addresses that only their owners know. */
import type { Db } from './db/client.ts';
import type { Feature } from './feature.ts';
import type { Clock } from './kernel/clock.ts';
import { end, type Routes } from './slack/http-server.ts';

/** `GET /NAME/REST` for every download. Nobody in between may keep what was answered, nor show it as a page. */
export function downloadRoutes(
  features: readonly Feature[],
  { db, clock }: { readonly db: Db; readonly clock: Clock },
): Routes {
  const all = features.flatMap(({ downloads = {} }) => Object.entries(downloads));
  return Object.fromEntries(
    all.map(([name, download]) => [
      `GET /${name}/*`,
      async (request, response) => {
        const [path = ''] = (request.url ?? '').split('?');
        const found = await download({ db, now: clock.now() }, path.slice(`/${name}/`.length));
        if (!found) return end(response, 404);
        response
          .writeHead(200, {
            'content-type': `${found.type}; charset=utf-8`,
            'cache-control': 'private, no-store',
            'x-content-type-options': 'nosniff',
          })
          .end(found.text);
      },
    ]),
  );
}
