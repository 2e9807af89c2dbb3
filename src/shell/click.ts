import { z } from 'zod';
import type { Shell } from './shell.ts';
import type { Asker } from './telling.ts';

/** What is used of a click. The team in it may be either side's, so none is read. */
export const Click = z.object({
  api_app_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).nullish(),
  /** Where it was inside a modal or on a Home. */
  view: z.object({ id: z.string(), private_metadata: z.string().default('') }).nullish(),
  actions: z.tuple(
    [z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string().default('') })],
    z.unknown(),
  ),
});
export type Click = z.infer<typeof Click>;

/** Whoever clicked, as the one who is told of what their click opened. */
export function askerOf({ user, trigger_id, response_url }: Click): Asker & { readonly triggerId: string } {
  return { userId: user.id, triggerId: trigger_id, responseUrl: response_url };
}

/** Says something to who clicked, privately, after what they did has been kept. */
export function tellClicker(
  shell: Shell,
  { response_url }: Pick<Click, 'response_url'>,
  text: string | null,
): void {
  if (text && response_url) shell.work.add(shell.respond(response_url, text));
}
