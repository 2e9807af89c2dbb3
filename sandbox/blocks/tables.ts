import { isRecord, record, records } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { Checker } from './checker.ts';

const MAX_ROWS = 100;
const MAX_COLUMNS = 20;

/** Rows of cells; a cell is raw text, a number with its words, or rich text. */
export function table(checker: Checker, block: Json, path: string): void {
  checker.list(block.column_settings, `${path}/column_settings`, MAX_COLUMNS, 0, () => undefined);
  checker.list(block.rows, `${path}/rows`, MAX_ROWS, 1, (row, at) => {
    checker.list(row, at, MAX_COLUMNS, 1, (cell, cellAt) => {
      if (!isRecord(cell)) return checker.fail(cellAt, 'must be an object');
      checker.oneOf(cell.type ?? null, `${cellAt}/type`, ['raw_text', 'raw_number', 'rich_text']);
      if (cell.type !== 'rich_text') checker.string(cell.text, `${cellAt}/text`, 10_000, 1);
    });
    if (!Array.isArray(row)) checker.fail(at, 'must be an array');
  });
}

/** A chart: the limits that Slack's changelog and third parties give, for its types do not have it yet. */
export function dataVisualization(checker: Checker, block: Json, path: string): void {
  checker.string(block.title, `${path}/title`, 50, 1);
  const chart = record(block.chart);
  checker.oneOf(chart.type ?? null, `${path}/chart/type`, ['pie', 'bar', 'line', 'area']);
  if (records(chart.series).length > 12)
    checker.fail(`${path}/chart/series`, 'no more than 12 items allowed');
  const { categories } = record(chart.axis_config);
  checker.list(categories, `${path}/chart/axis_config/categories`, 20, 1, (label, at) => {
    checker.string(label, at, 20, 1);
  });
}
