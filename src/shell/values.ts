import { z } from 'zod';
import type { Values } from '../feature.ts';
import { legible } from '../kernel/words.ts';

const option = z.object({ value: z.string() }).nullish();

const Element = z.object({
  value: z.string().nullish(),
  selected_option: option,
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
});

/** A modal's state: block id → action id → element. */
export const ViewState = z.object({ values: z.record(z.string(), z.record(z.string(), Element)) });
export type ViewState = z.infer<typeof ViewState>;

/** A form's answers by the names of its inputs; several chosen values are joined by commas. */
export function valuesOf({ values }: ViewState): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, elements]) => {
      const [element] = Object.values(elements);
      const answer = element ? answerOf(element) : null;
      return [name, answer === null ? null : legible(answer)];
    }),
  );
}

function answerOf(element: z.infer<typeof Element>): string | null {
  const { value, selected_option, selected_options, selected_date, selected_time } = element;
  if (selected_options) return selected_options.map((chosen) => chosen.value).join(',') || null;
  return value ?? selected_option?.value ?? selected_date ?? selected_time ?? null;
}
