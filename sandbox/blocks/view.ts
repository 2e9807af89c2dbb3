import { record, records } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { checkBlocks } from './blocks.ts';
import { Checker } from './checker.ts';
import { interactive } from './elements.ts';
import { withIds } from './ids.ts';

const MAX_BLOCKS = 100;
const MAX_BYTES = 250 * 1024;
const COMMON = ['private_metadata', 'callback_id', 'external_id'];

/** A view: checked, with ids for its blocks; or what is wrong with it. */
export function checkView(
  view: Json,
  type: 'modal' | 'home',
  world: World,
): { view: Json } | { error: string; errors: string[] } {
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_BYTES) return { error: 'view_too_large', errors: [] };
  const checker = new Checker(type, (id) => world.files.has(id));
  checker.oneOf(view.type ?? null, '/view/type', [type]);
  const optional =
    type === 'modal' ? ['submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'] : [];
  const required = type === 'modal' ? ['type', 'title', 'blocks'] : ['type', 'blocks'];
  checker.shape(view, '/view', required, [...COMMON, ...optional]);
  for (const part of ['title', 'submit', 'close']) checker.text(view[part], `/view/${part}`, 24, true);
  checker.string(view.private_metadata, '/view/private_metadata', 3000);
  checker.string(view.callback_id, '/view/callback_id', 255);
  checker.string(view.external_id, '/view/external_id', 255);
  checkBlocks(checker, view.blocks, '/view/blocks', MAX_BLOCKS);
  const blocks = records(view.blocks);
  if (type === 'modal' && view.submit === undefined && blocks.some((block) => block.type === 'input')) {
    checker.fail('/view/submit', 'missing required field: submit');
  }
  const focused = blocks.flatMap(interactive).filter((it) => record(it).focus_on_load === true);
  if (focused.length > 1) checker.fail('/view/blocks', 'only one element may be focused on load');
  if (checker.errors.length > 0) return { error: 'invalid_arguments', errors: checker.errors };
  return { view: { ...view, blocks: withIds(world, blocks) } };
}
