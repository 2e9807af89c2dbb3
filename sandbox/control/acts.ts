import { z } from 'zod';
import type { Driver } from '../driver/driver.ts';

/** What people can do, as JSON: `{"as": "Ana", "do": "say", "in": "#flood-alliance", "text": "Hello"}`. */

const as = z.string();
const place = { in: z.string() };
const message = { ...place, message: z.string() };
const where = { in: z.string().optional(), message: z.string().optional(), value: z.string().optional() };
const Given = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const Values = z.record(z.string(), Given);
const act = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ as, do: z.literal(name), ...shape });

export const Act = z.discriminatedUnion('do', [
  act('say', { ...place, text: z.string(), thread: z.string().optional() }),
  act('edit', { ...message, text: z.string() }),
  // `label` is only for whoever follows what people did; the button is found by `button`.
  act('click', { button: z.string(), label: z.string().optional(), ...where }),
  act('choose', { field: z.string(), given: Given, ...where }),
  act('fill', { values: Values }),
  act('submit', { values: Values.default({}) }),
  act('upload', { name: z.string().min(1), base64: z.base64() }),
  act('close', { all: z.boolean().optional() }),
  act('openHome', { tab: z.enum(['home', 'messages']).optional() }),
  act('slash', { ...place, command: z.string(), text: z.string().default('') }),
  act('shortcut', { callbackId: z.string(), in: z.string().optional(), message: z.string().optional() }),
  act('react', { ...message, emoji: z.string() }),
  act('unreact', { ...message, emoji: z.string() }),
  act('pin', message),
  act('unpin', message),
  act('join', place),
  act('leave', place),
  act('invite', { ...place, users: z.array(z.string()) }),
  act('archive', { ...place, archived: z.boolean().default(true) }),
  act('dismiss', message),
  act('reload', {}),
]);
export type Act = z.infer<typeof Act>;

/** Lets somebody do it. */
export function play(driver: Driver, it: Act): unknown {
  switch (it.do) {
    case 'say':
      return driver.say(it.as, it.in, it.text, it.thread === undefined ? {} : { thread: it.thread });
    case 'edit':
      return driver.edit(it.as, it.in, it.message, it.text);
    case 'click':
      return driver.click(it.as, it.button, whereOf(it));
    case 'choose':
      return driver.choose(it.as, it.field, it.given, whereOf(it));
    case 'fill':
      return driver.fill(it.as, it.values);
    case 'submit':
      return driver.submit(it.as, it.values);
    case 'upload':
      return driver.upload(it.as, it.name, Buffer.from(it.base64, 'base64'));
    case 'close':
      return driver.close(it.as, { all: it.all ?? false });
    case 'openHome':
      return driver.openHome(it.as, it.tab);
    case 'slash':
      return driver.slash(it.as, it.in, it.command, it.text);
    case 'shortcut': {
      const at =
        it.in !== undefined && it.message !== undefined ? { in: it.in, message: it.message } : undefined;
      return driver.shortcut(it.as, it.callbackId, at);
    }
    case 'react':
    case 'unreact':
    case 'pin':
    case 'unpin':
      return driver.mark(it.as, it.do, it);
    case 'join':
      return driver.join(it.as, it.in);
    case 'leave':
      return driver.leave(it.as, it.in);
    case 'invite':
      return driver.invite(it.as, it.in, ...it.users);
    case 'archive':
      return driver.admin.archive(it.as, it.in, it.archived);
    case 'dismiss':
      return driver.dismiss(it.as, it.in, it.message);
    case 'reload':
      return driver.reload(it.as);
  }
}

function whereOf({ in: place, message, value }: { in?: string; message?: string; value?: string }) {
  return {
    ...(place !== undefined && { in: place }),
    ...(message !== undefined && { message }),
    ...(value !== undefined && { value }),
  };
}

const Change = z.strictObject({
  realName: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  tz: z.string().refine(isZone, 'is no time zone').optional(),
  title: z.string().optional(),
  deleted: z.boolean().optional(),
});
const deed = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ do: z.literal(name), ...shape });

/** What administrators do, as JSON: `{"do": "disconnect", "in": "#flood-alliance", "team": "northwind"}`. */
export const Deed = z.discriminatedUnion('do', [
  deed('connect', { ...place, team: z.string() }),
  deed('disconnect', { ...place, team: z.string() }),
  deed('remove', { as, ...place, user: z.string() }),
  deed('renumber', place),
  deed('install', { team: z.string() }),
  deed('uninstall', { team: z.string() }),
  deed('changeUser', { user: z.string(), change: Change }),
]);
export type Deed = z.infer<typeof Deed>;

/** Lets it be done. Tokens stay inside. */
export async function administer({ admin }: Driver, it: Deed): Promise<unknown> {
  switch (it.do) {
    case 'connect':
      return admin.connect(it.in, it.team);
    case 'disconnect':
      return admin.disconnect(it.in, it.team);
    case 'remove':
      return admin.remove(it.as, it.in, it.user);
    case 'renumber':
      return admin.renumber(it.in);
    case 'install':
      admin.install(it.team);
      return { ok: true };
    case 'uninstall':
      return admin.uninstall(it.team);
    case 'changeUser':
      return admin.changeUser(it.user, it.change);
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
