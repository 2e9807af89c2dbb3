import { expect, test } from '@jest/globals';
import { sections } from './blocks.ts';

test.each([0, 1, 2_999, 3_000, 3_001, 5_000, 9_000, 12_000, 40_000])(
  '%i characters are paragraphs that Slack takes: none empty, none too long, so many at most',
  (length) => {
    const text = 'a line of words\n\n'.repeat(Math.ceil(length / 17)).slice(0, length);
    const texts = sections(`${text}.`, 4).map((block) => block.text?.text ?? '');
    expect(texts.length).toBeLessThanOrEqual(4);
    for (const one of texts) expect(one.trim().length * (3_001 - one.length)).toBeGreaterThan(0);
    if (length < 11_000) expect(texts.join('').replaceAll('\n', '')).toBe(`${text}.`.replaceAll('\n', ''));
  },
);
