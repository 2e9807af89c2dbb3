import type { Json } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { interactive } from './elements.ts';

/** Blocks and elements without ids get some, as on Slack. The app's own objects are left alone. */
export function withIds(world: World, blocks: readonly Json[]): Json[] {
  return structuredClone(blocks).map((block) => {
    block.block_id ??= shortId(world);
    for (const element of interactive(block)) element.action_id ??= shortId(world);
    return block;
  });
}

/** Five letters and digits that look like Slack's and count upwards. */
export function shortId(world: World): string {
  return `s${world.ids.count('block').toString(36).padStart(4, '0')}`;
}
