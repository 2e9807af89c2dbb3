/** What was said to the bot, done and answered. */
import type { Act } from '../act.ts';
import type { Source } from '../feature.ts';
import type { Reply } from '../item.ts';
import { byMember, type Place } from './acting.ts';
import { sentence } from './modals.ts';
import { OPEN_ITEM } from './names.ts';
import type { Shell } from './shell.ts';
import * as table from './table.ts';
import { replyWith } from './telling.ts';
import * as views from './views.ts';

const PREFIX = '@entente';
/** Characters. Nobody's sentence is longer, and patterns made to be slow are slow only in what is. */
export const LONGEST = 8_000;

/** What people say to a bot as they would to anybody. */
const GREETING = /^(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b[^?]{0,20}$/iu;
const THANKS = /^(?:thanks|thank\s+you|thx|cheers)\b[^?]{0,30}$/iu;

/** Words as they were said, without the mention of the bot. */
export interface Heard {
  readonly words: string;
  /** Whether they are to be read as a sentence, even if the first of them is a command's. */
  readonly isSentence: boolean;
  readonly source: Source;
}

/** Does what was said, in the alliance at hand; null where the answer has been written already. */
export async function answerTo(shell: Shell, act: Act, place: Place, heard: Heard): Promise<string | null> {
  const { words, isSentence, source } = heard;
  if (words.length > LONGEST) return views.said.tooLong;
  const prefix = source.isDirect ? '' : PREFIX;
  const found = isSentence ? null : table.find(shell.commands, words);
  if (!found || found.kind === 'unknown') return sentence(await read(shell, act, place, heard, prefix));
  if (found.kind === 'help') {
    return views.help(shell.commands, prefix, place.member?.role ?? null);
  }
  const { command } = found;
  if (!table.opensModal(command, found.words)) {
    // A slash command has no message of its own.
    const said = source.ts === '' ? undefined : source;
    return sentence(await table.run(command, act, place, found.words, prefix, said));
  }
  const refusal = table.refuse(command.who, place);
  if (!refusal) await replyWith(act, place, OPEN_ITEM, { words, channelId: act.actor.channelId });
  return refusal;
}

/** The first feature that makes something of a sentence. */
async function read(
  shell: Shell,
  act: Act,
  place: Place,
  { words, source }: Heard,
  prefix: string,
): Promise<Reply> {
  const by = byMember(act);
  if (!by) return { say: views.said[place.missing ?? 'nowhere'] };
  for (const { sentence: reads } of shell.features) {
    const reply = reads ? await reads(by, words, source) : 'not mine';
    if (reply !== 'not mine') return reply;
  }
  if (GREETING.test(words)) return { say: views.hello(prefix) };
  if (THANKS.test(words)) return { say: views.said.thanked };
  const found = table.find(shell.commands, words);
  const isOneWord = !/\s/.test(words);
  if (found.kind === 'unknown' && isOneWord)
    return { say: views.unknownWord(found.word, found.nearest, prefix) };
  return { say: views.notUnderstood(prefix) };
}
