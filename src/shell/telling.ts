/** Saying something to one person alone, outside of what they look at. */
import type { Act } from '../act.ts';
import { newId } from '../kernel/ids.ts';
import { actIn, actingAs, actorOf, inTransaction, type Place, placeOf } from './acting.ts';
import { WORDS_ITEM } from './names.ts';
import type { Shell, Via } from './shell.ts';

export function say(act: Act, place: Place, text: string): Promise<void> {
  return replyWith(act, place, WORDS_ITEM, { text });
}

/** By direct message or bell: what somebody asked of the bot in a channel is answered to them alone. */
export async function replyWith(
  act: Act,
  place: Pick<Place, 'allianceId' | 'member'>,
  kind: string,
  data: Record<string, unknown>,
): Promise<void> {
  const ref = newId();
  await act.outbox.reply(act.db, act.now, {
    key: `${kind}/${ref}`,
    personId: act.actor.personId,
    allianceId: place.allianceId,
    memberId: place.member?.id ?? null,
    kind,
    ref,
    data,
  });
}

/** Whoever opened a window, and the address at which they are answered, where what they clicked has one. */
export interface Asker {
  readonly userId: string;
  readonly responseUrl?: string | undefined;
}

/** For what their window cannot show them: beside what they clicked, or else by direct message or bell. */
export async function tellAsker(
  shell: Shell,
  via: Via,
  { userId, responseUrl }: Asker,
  text: string,
): Promise<void> {
  if (responseUrl) return shell.respond(responseUrl, text);
  const acting = await actingAs(shell, via, userId);
  const place = await placeOf(shell, acting, null);
  await inTransaction(shell, async (work) => {
    await say(actIn(work, actorOf(acting, via, null, place.member)), place, text);
    return null;
  });
}
