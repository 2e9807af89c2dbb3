import { records } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { checkBlocks } from './blocks.ts';
import { Checker } from './checker.ts';
import { withIds } from './ids.ts';

const MAX_BLOCKS = 50;
const MAX_CHARTS = 2;

/** Blocks of a message: checked, with ids; or what is wrong with them. */
export function checkMessageBlocks(blocks: unknown, world: World): { blocks: Json[] } | { errors: string[] } {
  const checker = new Checker('message', (id) => world.files.has(id));
  if (!Array.isArray(blocks)) return { errors: ['must be an array [json-pointer:/blocks]'] };
  checkBlocks(checker, blocks, '/blocks', MAX_BLOCKS);
  const count = (type: string) => records(blocks).filter((block) => block.type === type).length;
  if (count('data_visualization') > MAX_CHARTS) {
    checker.fail('/blocks', `no more than ${MAX_CHARTS} data_visualization blocks allowed`);
  }
  if (count('table') > 1) checker.fail('/blocks', 'only_one_table_allowed');
  return checker.errors.length > 0 ? { errors: checker.errors } : { blocks: withIds(world, records(blocks)) };
}
