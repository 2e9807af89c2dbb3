import type { User } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';

/** A person's file: Slack has it, and nobody sees it before it goes somewhere. */
export function upload(world: World, user: User, name: string, bytes: Buffer): { id: string } {
  if (bytes.length === 0) throw new DriverError('The file is empty');
  const id = world.ids.next('F');
  world.files.set(id, {
    id,
    name,
    title: name,
    altText: '',
    size: bytes.length,
    bytes,
    userId: user.id,
    teamId: user.teamId,
    created: world.clock.seconds(),
    complete: true,
    channels: [],
  });
  return { id };
}
