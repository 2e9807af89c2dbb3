import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { features } from './index.ts';

const listed = features({ doors: () => ({ text: '', blocks: [] }) });

test('the list and the folders agree', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(listed.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
});

test('no two features share a command word, a door, a form or a kind of item, and all bear their feature’s name', () => {
  const words = listed.flatMap(({ commands = [] }) => commands.map(({ word }) => word));
  const ids = listed.flatMap(({ name, items = {}, forms = {}, doors = [] }) =>
    [...Object.keys(items), ...Object.keys(forms), ...doors.map(({ id }) => `door ${id}`)].map((id) => ({
      name,
      id,
    })),
  );
  expect(words).toEqual([...new Set(words)]);
  expect(ids.filter(({ name, id }) => !id.replace('door ', '').startsWith(`${name}.`))).toEqual([]);
});

test('every command says what it does and can be run or opened', () => {
  for (const { word, about, opens, open, run } of listed.flatMap(({ commands = [] }) => commands)) {
    expect(word).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(about).not.toBe('');
    expect(open ?? run).toBeDefined();
    if (opens) expect(open).toBeDefined();
  }
});
