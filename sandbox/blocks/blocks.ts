import { isRecord, text } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { Checker, Surface } from './checker.ts';
import { element, interactive } from './elements.ts';
import { dataVisualization, table } from './tables.ts';

interface Rule {
  readonly surfaces?: readonly Surface[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly check?: (checker: Checker, block: Json, path: string) => void;
}

function section(checker: Checker, block: Json, path: string): void {
  if (block.text === undefined && block.fields === undefined)
    checker.fail(path, 'missing required field: text');
  checker.text(block.text, `${path}/text`, 3000, false);
  checker.list(block.fields, `${path}/fields`, 10, 1, (field, at) => checker.text(field, at, 2000, false));
  checker.flag(block.expand, `${path}/expand`);
  if (block.accessory !== undefined) element(checker, block.accessory, `${path}/accessory`, 'accessory');
}

function context(checker: Checker, block: Json, path: string): void {
  checker.list(block.elements, `${path}/elements`, 10, 1, (item, at) => {
    if (isRecord(item) && item.type === 'image') element(checker, item, at, 'context');
    else checker.text(item, at, 3000, false);
  });
}

function input(checker: Checker, block: Json, path: string): void {
  checker.text(block.label, `${path}/label`, 2000, true);
  checker.text(block.hint, `${path}/hint`, 2000, true);
  checker.flag(block.optional, `${path}/optional`);
  checker.flag(block.dispatch_action, `${path}/dispatch_action`);
  element(checker, block.element, `${path}/element`, 'input');
}

function image(checker: Checker, block: Json, path: string): void {
  checker.text(block.title, `${path}/title`, 2000, true);
  const { alt_text, image_url, slack_file } = block;
  const picture = Object.fromEntries(
    Object.entries({ type: 'image', alt_text, image_url, slack_file }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  element(checker, picture, path, 'context');
}

function richText(checker: Checker, block: Json, path: string): void {
  const kinds = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];
  checker.list(block.elements, `${path}/elements`, 100, 1, (item, at) => {
    if (!isRecord(item)) return checker.fail(at, 'must be an object');
    checker.oneOf(item.type ?? null, `${at}/type`, kinds);
    if (!Array.isArray(item.elements)) checker.fail(at, 'missing required field: elements');
  });
}

function card(checker: Checker, block: Json, path: string): void {
  checker.text(block.title, `${path}/title`, 150, false);
  checker.text(block.subtitle, `${path}/subtitle`, 150, false);
  checker.text(block.body, `${path}/body`, 200, false);
  checker.list(block.actions, `${path}/actions`, 5, 1, (item, at) => element(checker, item, at, 'actions'));
}

const MESSAGE: readonly Surface[] = ['message'];

const RULES: Readonly<Record<string, Rule>> = {
  section: { required: [], optional: ['text', 'fields', 'accessory', 'expand'], check: section },
  divider: { required: [], optional: [] },
  header: {
    required: ['text'],
    optional: [],
    check: (checker, block, path) => checker.text(block.text, `${path}/text`, 150, true),
  },
  context: { required: ['elements'], optional: [], check: context },
  actions: {
    required: ['elements'],
    optional: [],
    check: (checker, block, path) =>
      checker.list(block.elements, `${path}/elements`, 25, 1, (it, at) =>
        element(checker, it, at, 'actions'),
      ),
  },
  input: { required: ['label', 'element'], optional: ['hint', 'optional', 'dispatch_action'], check: input },
  image: { required: ['alt_text'], optional: ['image_url', 'slack_file', 'title'], check: image },
  rich_text: { required: ['elements'], optional: [], check: richText },
  markdown: {
    surfaces: MESSAGE,
    required: ['text'],
    optional: [],
    check: (checker, block, path) => checker.string(block.text, `${path}/text`, 12_000, 1),
  },
  table: { surfaces: MESSAGE, required: ['rows'], optional: ['column_settings'], check: table },
  data_table: {
    surfaces: MESSAGE,
    required: ['rows', 'caption'],
    optional: ['page_size', 'row_header_column_index'],
    check: table,
  },
  data_visualization: {
    surfaces: MESSAGE,
    required: ['title', 'chart'],
    optional: [],
    check: dataVisualization,
  },
  context_actions: {
    surfaces: MESSAGE,
    required: ['elements'],
    optional: [],
    check: (checker, block, path) =>
      checker.list(block.elements, `${path}/elements`, 5, 1, (it, at) =>
        element(checker, it, at, 'context_actions'),
      ),
  },
  alert: {
    surfaces: ['modal'],
    required: ['text'],
    optional: ['level'],
    check: (checker, block, path) => checker.text(block.text, `${path}/text`, 3000, false),
  },
  card: {
    surfaces: MESSAGE,
    required: [],
    optional: ['hero_image', 'icon', 'title', 'subtitle', 'body', 'actions'],
    check: card,
  },
  carousel: {
    surfaces: MESSAGE,
    required: ['elements'],
    optional: [],
    check: (checker, block, path) =>
      checker.list(block.elements, `${path}/elements`, 10, 1, (item, at) => oneBlock(checker, item, at)),
  },
  container: {
    surfaces: MESSAGE,
    required: ['child_blocks'],
    optional: [
      'title',
      'rich_text_title',
      'subtitle',
      'width',
      'icon',
      'is_collapsible',
      'default_collapsed',
      'has_header_divider',
    ],
    check: (checker, block, path) =>
      checker.list(block.child_blocks, `${path}/child_blocks`, 10, 1, (it, at) => oneBlock(checker, it, at)),
  },
  video: {
    required: ['video_url', 'thumbnail_url', 'alt_text', 'title'],
    optional: ['title_url', 'author_name', 'provider_name', 'provider_icon_url', 'description'],
  },
};

/** Every kind of block that there is. */
export const BLOCK_TYPES = Object.keys(RULES);

function oneBlock(checker: Checker, block: unknown, path: string): undefined {
  if (!isRecord(block)) return checker.fail(path, 'must be an object');
  const rule = typeof block.type === 'string' ? RULES[block.type] : undefined;
  if (rule === undefined) return checker.fail(path, `unsupported block: ${String(block.type)}`);
  if (rule.surfaces !== undefined && !rule.surfaces.includes(checker.surface)) {
    return checker.fail(path, `unsupported block on this surface: ${String(block.type)}`);
  }
  checker.shape(block, path, ['type', ...rule.required], ['block_id', ...rule.optional]);
  checker.string(block.block_id, `${path}/block_id`, 255, 1);
  rule.check?.(checker, block, path);
  const seen = new Set<string>();
  for (const it of interactive(block)) {
    const id = text(it.action_id);
    if (id === undefined) continue;
    if (seen.has(id)) checker.fail(path, `action_id "${id}" already exists`);
    seen.add(id);
  }
}

/** Checks a list of blocks, whose ids must differ. */
export function checkBlocks(checker: Checker, blocks: unknown, path: string, max: number): void {
  const seen = new Set<string>();
  checker.list(blocks, path, max, 0, (block, at) => {
    oneBlock(checker, block, at);
    const id = isRecord(block) ? text(block.block_id) : undefined;
    if (id === undefined) return;
    if (seen.has(id)) checker.fail(at, `block_id "${id}" already exists`);
    seen.add(id);
  });
}
