/**
 * What the bot has to say in a battery: direct answers that name themselves, written through the outbox as a feature
 * writes them, and counted by what their readers see at the local Slack.
 */
import type { Example } from '../../sandbox/example.ts';
import { transact } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { type AllianceId, type MemberId, newId, type PersonId } from '../../src/kernel/ids.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import { wordsOf } from './inbox.ts';

/** A kind of item that says what its data say. */
const KIND = 'shell.words';
/** On a machine that is busy starting workers. */
const PATIENT = { timeoutMs: 60_000, maxWaitMs: 60_000 };

export interface Reader {
  readonly id: MemberId;
  readonly personId: PersonId;
  readonly userId: string;
}

interface Letter {
  readonly reader: Reader;
  readonly ref: string;
  /** How often it was changed. */
  version: number;
  /** Real time (milliseconds). */
  readonly writtenAt: number;
}

export interface Tally {
  readonly letters: number;
  /** Seen by nobody, or not in their newest words. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
}

export function letters(
  db: PrismaClient,
  slack: Example,
  alliance: { readonly id: AllianceId; readonly members: readonly Reader[] },
  /** The workspaces that have the app. */
  installedIn: readonly string[] = [slack.teams.riverbank.id],
) {
  const written: Letter[] = [];
  // The workers look by themselves for what has come up.
  const outbox = createOutbox({
    lanes: async () => new Set(installedIn),
    wake: async () => {},
  });
  const name = (letter: Letter) => `letter ${written.indexOf(letter)}.`;
  /** When each was first seen, by its name. */
  const seenAt = new Map<string, number>();
  slack.world.onMessage((message) => {
    const [found] = /letter \d+\./.exec(wordsOf(message)) ?? [];
    if (found && !seenAt.has(found)) seenAt.set(found, performance.now());
  });
  const words = (letter: Letter) => `${name(letter)} version ${letter.version};`;

  return {
    /** Writes so many to each reader, in one transaction. */
    async write(each: number): Promise<void> {
      const now = slack.world.clock.now();
      const letters = Array.from({ length: each }, () =>
        alliance.members.map((reader) => ({
          reader,
          ref: newId(),
          version: 1,
          writtenAt: performance.now(),
        })),
      ).flat();
      written.push(...letters);
      await transact(
        db,
        async (tx) => {
          for (const letter of letters) {
            const { personId, id: memberId } = letter.reader;
            await outbox.reply(tx, now, {
              key: `battery/${letter.ref}`,
              personId,
              allianceId: alliance.id,
              memberId,
              kind: KIND,
              ref: letter.ref,
              data: { text: words(letter) },
            });
          }
        },
        PATIENT,
      );
    },

    /** Changes what the newest `count` letters say, so that their messages are drawn again. */
    async change(count: number): Promise<void> {
      const changed = written.slice(-count);
      for (const letter of changed) letter.version += 1;
      await transact(
        db,
        async (tx) => {
          for (const letter of changed) {
            await tx.item.updateMany({ where: { ref: letter.ref }, data: { data: { text: words(letter) } } });
            await outbox.redraw(tx, letter.ref);
          }
        },
        PATIENT,
      );
    },

    /** Whether nothing is left to send or to draw. */
    async areThrough(): Promise<boolean> {
      const [left] = await db.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM message
        WHERE status IN ('pending', 'sending') OR (status = 'sent' AND wanted_revision > shown_revision)`;
      return left?.n === 0;
    },

    count: () => written.length,

    /** How long each letter from the `first` on was on its way (milliseconds), for some readers; what is lost is left out. */
    delays: (first: number, isFor: (userId: string) => boolean): number[] =>
      written.slice(first).flatMap((letter) => {
        const at = isFor(letter.reader.userId) ? seenAt.get(name(letter)) : undefined;
        return at === undefined ? [] : [at - letter.writtenAt];
      }),

    /** Counts what people see in their direct messages. */
    tally(): Tally {
      const seen = new Map<string, string[]>();
      for (const { userId } of alliance.members) {
        const screen = slack.driver.screen(userId);
        seen.set(
          userId,
          screen.dms.flatMap((dm) => dm.messages.map(({ text }) => text)),
        );
      }
      const copies = (letter: Letter) =>
        (seen.get(letter.reader.userId) ?? []).filter((text) => text.includes(name(letter)));
      return {
        letters: written.length,
        lost: written
          .filter((letter) => !copies(letter).some((text) => text.includes(words(letter))))
          .map(words),
        twice: written.filter((letter) => copies(letter).length > 1).map(words),
      };
    },
  };
}

export type Letters = ReturnType<typeof letters>;
