import type { PersonId } from '../kernel/ids.ts';

/** A human, or a bot, as Slack shows them to one installation. */
export interface SeenPerson {
  readonly personId: PersonId;
  readonly userId: string;
  readonly homeTeamId: string;
  readonly name: string;
  readonly title: string;
  readonly zone: string | null;
  readonly isBot: boolean;
  readonly isGone: boolean;
  /** A guest of their home team. */
  readonly isGuest: boolean;
}

/** Who is who, asked of Slack through one installation and kept in the tables `person` and `sighting`. */
export interface Directory {
  /**
   * The person behind a user id; null where Slack knows none. `isAfresh`: what was remembered does not count, since
   * they may have been erased.
   * @throws what Slack answers, where it cannot be asked and the person has not been seen before
   */
  person(userId: string, how?: { readonly isAfresh?: boolean }): Promise<SeenPerson | null>;
  /**
   * Everybody in a channel, of all organisations, bots left out.
   * @throws AbsentError where the installation's own bot is not in it
   */
  channelPeople(channelId: string): Promise<SeenPerson[]>;
  /**
   * The user ids of everybody in a channel; nobody is asked about, and nothing is kept.
   * @throws AbsentError where the installation's own bot is not in it
   */
  channelUserIds(channelId: string): Promise<string[]>;
  /** What a workspace calls itself; null where Slack will not say (it need not, of another organisation). */
  teamName(teamId: string): Promise<string | null>;
}

/** The bot has not been added to the channel that it was asked about: whoever asked can mend that at once. */
export class AbsentError extends Error {
  constructor() {
    super('the bot is not in this channel');
  }
}
