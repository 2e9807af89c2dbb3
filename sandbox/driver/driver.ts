import { addReaction, pin, removeReaction, unpin } from '../world/marks.ts';
import { join, leave } from '../world/membership.ts';
import { changeMessage, postMessage } from '../world/messages.ts';
import type { User } from '../world/model.ts';
import type { Delivery } from '../world/outbound.ts';
import { Admin, type Happened, happen } from './admin.ts';
import { shortcut, slash } from './commands.ts';
import { compose } from './compose.ts';
import { DriverError } from './error.ts';
import { findActor, findInvitee, findMessage, findPlace, findUser, mustBeIn } from './find.ts';
import { close, submit, topOf } from './forms.ts';
import { openHome } from './homes.ts';
import { choose, type Outcome, press, type Stage } from './pressing.ts';
import { type Screen, screenOf } from './screen.ts';
import { findTarget, type Where } from './targets.ts';
import { type Subject, Time } from './time.ts';
import { transcriptOf } from './transcript.ts';
import { upload } from './uploads.ts';
import { fill, type Given } from './values.ts';

/** What was said and what the apps did with it. */
export interface Said {
  readonly ts: string;
  readonly channel: string;
  readonly deliveries: Delivery[];
}

/**
 * Plays everybody. People and places are named by id, handle, first or full name, `#channel`, or `@name` for
 * a DM. Each act resolves when the apps have acknowledged it or given up; what cannot be done throws a
 * `DriverError`, and nothing has happened then.
 */
export class Driver {
  readonly #stage: Stage;
  readonly #time: Time;
  /** What administrators do, and fate. */
  readonly admin: Admin;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.admin = new Admin(stage);
    this.#time = new Time(stage.world, stage.deliveries);
  }

  get world() {
    return this.#stage.world;
  }

  /** Says something in a channel or DM; `@name` in the text becomes a mention. */
  async say(as: string, where: string, text: string, options: { thread?: string } = {}): Promise<Said> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    mustBeIn(channel, user);
    if (text.trim() === '') throw new DriverError('There is nothing to say');
    if (channel.archived) throw new DriverError(`#${channel.name} is archived`);
    const parent =
      options.thread === undefined ? undefined : findMessage(this.world, channel, options.thread);
    const said = compose(this.world, user, channel, text);
    const { result, begun } = this.#stage.deliveries.collect(() =>
      postMessage(this.world, {
        channel,
        author: user,
        text: said,
        ...(parent && { threadTs: parent.threadTs ?? parent.ts }),
      }),
    );
    return { ts: result.ts, channel: channel.id, deliveries: await Promise.all(begun) };
  }

  /** Changes the words of one's own message. */
  async edit(as: string, where: string, message: string, text: string): Promise<Happened> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    const found = findMessage(this.world, channel, message);
    if (found.userId !== user.id) throw new DriverError('Only its author can change a message');
    return happen(this.#stage, () =>
      changeMessage(this.world, found, { text: compose(this.world, user, channel, text) }, user),
    );
  }

  /** Presses a button, by its label or action_id. */
  async click(as: string, button: string, where: Where = {}): Promise<Outcome> {
    const user = this.#actor(as);
    const isButton = (type: string) => type === 'button' || type === 'workflow_button';
    return this.#done(press(this.#stage, user, findTarget(this.world, user, button, where, isButton)));
  }

  /** Chooses in a select, menu, picker or set of boxes, by placeholder, label or action_id. */
  async choose(as: string, field: string, given: Given, where: Where = {}): Promise<Outcome> {
    const user = this.#actor(as);
    const isField = (type: string) => type !== 'button' && type !== 'workflow_button';
    return this.#done(choose(this.#stage, user, findTarget(this.world, user, field, where, isField), given));
  }

  /** Hands a file to Slack, for a form that asks for files; its id goes into the form. */
  upload(as: string, name: string, bytes: Buffer): { id: string } {
    return upload(this.world, this.#actor(as), name, bytes);
  }

  /** Puts values into the open modal without handing it in. */
  fill(as: string, values: Readonly<Record<string, Given>>): void {
    const user = this.#actor(as);
    fill(this.world, topOf(this.#stage, user), values);
  }

  /** Fills in the open modal, by label, block_id or action_id, and hands it in. */
  async submit(as: string, values: Readonly<Record<string, Given>> = {}): Promise<Outcome> {
    return submit(this.#stage, this.#actor(as), values);
  }

  /** Closes the open modal. */
  async close(as: string, options: { all?: boolean } = {}): Promise<Outcome> {
    return close(this.#stage, this.#actor(as), options.all ?? false);
  }

  /** Opens an app's Home. A partner's person may too, and sees nothing there. */
  async openHome(as: string, tab: 'home' | 'messages' = 'home', appName?: string): Promise<Happened> {
    return openHome(this.#stage, this.#actor(as), tab, appName);
  }

  /** Runs a slash command. Only people of an installing team have it. */
  async slash(as: string, where: string, command: string, text = ''): Promise<Outcome> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    mustBeIn(channel, user);
    return slash(this.#stage, user, channel, command, text);
  }

  /** Runs a message shortcut, or a global one where no message is named. */
  async shortcut(as: string, callbackId: string, at?: { in: string; message: string }): Promise<Outcome> {
    const user = this.#actor(as);
    if (at === undefined) return shortcut(this.#stage, user, callbackId, undefined);
    const channel = findPlace(this.world, user, at.in);
    mustBeIn(channel, user);
    return shortcut(this.#stage, user, callbackId, {
      channel,
      message: findMessage(this.world, channel, at.message),
    });
  }

  /** Reacts, pins, or takes either back. */
  async mark(
    as: string,
    what: 'react' | 'unreact' | 'pin' | 'unpin',
    at: { in: string; message: string; emoji?: string },
  ): Promise<Happened> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, at.in);
    mustBeIn(channel, user);
    const message = findMessage(this.world, channel, at.message);
    const emoji = at.emoji ?? '';
    if (what.endsWith('react') && emoji === '') throw new DriverError('A reaction needs an emoji');
    return happen(this.#stage, () => {
      const error = {
        react: () => addReaction(this.world, channel, message, emoji, user),
        unreact: () => removeReaction(this.world, channel, message, emoji, user),
        pin: () => pin(this.world, channel, message, user),
        unpin: () => unpin(this.world, channel, message, user),
      }[what]();
      if (error !== undefined) throw new DriverError(error);
    });
  }

  async join(as: string, where: string): Promise<Happened> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    return happen(this.#stage, () => join(this.world, channel, user));
  }

  async leave(as: string, where: string): Promise<Happened> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    return happen(this.#stage, () => leave(this.world, channel, user));
  }

  /** Brings others into a channel: people, or an app's bot by its name. */
  async invite(as: string, where: string, ...invited: string[]): Promise<Happened> {
    const user = this.#actor(as);
    const channel = findPlace(this.world, user, where);
    mustBeIn(channel, user);
    const teams = [channel.teamId, ...channel.connectedTeamIds];
    const known = [...this.world.users.values()].filter((it) => teams.includes(it.teamId) && !it.deleted);
    const users = invited.map((ref) => findInvitee(this.world, user, ref, known));
    return happen(this.#stage, () => {
      for (const it of users) join(this.world, channel, it, user);
    });
  }

  /** Takes a message away that only this person sees. */
  dismiss(as: string, where: string, ts: string): void {
    const user = this.#actor(as);
    const { id } = findPlace(this.world, user, where);
    const gone = (it: { channelId: string; to: string; ts: string }) =>
      it.channelId === id && it.to === user.id && it.ts === ts;
    this.world.ephemerals = this.world.ephemerals.filter((it) => !gone(it));
  }

  /** What a person loses when the page reloads: ephemeral messages and error banners. */
  reload(as: string): void {
    const user = this.#actor(as);
    this.world.ephemerals = this.world.ephemerals.filter((it) => it.to !== user.id);
  }

  screen(ref: string): Screen {
    return screenOf(this.world, findUser(this.world, ref, this.#people()));
  }

  /** The screen as plain text. */
  transcript(ref: string): string {
    return transcriptOf(this.screen(ref));
  }

  attach(subject: Subject): () => void {
    return this.#time.attach(subject);
  }

  /** Whether time is being moved at this moment. */
  get isMoving(): boolean {
    return this.#time.isMoving;
  }

  advanceTo(target: Date): Promise<void> {
    return this.#time.advanceTo(target);
  }

  /** Resolves when nothing is under way between the sandbox and the apps. */
  settled(quietMs = 0): Promise<void> {
    return this.#stage.deliveries.settled(quietMs);
  }

  /** What became of an act, once whoever acknowledged it has done it. */
  async #done(acting: Promise<Outcome>): Promise<Outcome> {
    const outcome = await acting;
    await this.#time.idle();
    return outcome;
  }

  #people(): User[] {
    return [...this.world.users.values()].filter((user) => !user.isBot);
  }

  /** Whoever acts; what they were told before is read and gone. */
  #actor(ref: string): User {
    const user = findActor(this.world, ref);
    this.world.notices = this.world.notices.filter((it) => it.userId !== user.id);
    return user;
  }
}
