/** What a person chooses for themselves, and an organisation for its people. Pure. */
import { fail, ok, type Result } from '../../kernel/result.ts';
import { isSnoozeDay } from '../../kernel/snooze.ts';
import { isZone, LocalDate } from '../../kernel/zoned.ts';
import { type Away, type AwayProblem, checkAway } from './away-domain.ts';

type Values = Readonly<Record<string, string | null>>;

export interface Settings {
  /** Minutes after midnight; null: the start of the organisation's day. */
  readonly noteMinute: number | null;
  readonly pace: 'normal' | 'fewer';
  /** What the person chose; null: as Slack has it. */
  readonly zone: string | null;
  /** null: as is the custom of the country. */
  readonly dayFirst: boolean | null;
  /** The absence that is current or comes next. */
  readonly away: Away;
  /** The day on which notes come again; null: nothing is snoozed. */
  readonly quietUntil: LocalDate | null;
}

/** The option of a menu that stands for "nothing chosen". */
export const DEFAULT = 'default';

function textOf(values: Values, name: string): string {
  return (values[name] ?? '').trim();
}

/**
 * The settings form as it was sent, or what is to be mended: input name → what is wrong. `shown`: the absence with which
 * it was opened.
 */
export function readSettings(
  values: Values,
  today: LocalDate,
  shown: Away = null,
): Result<
  Settings,
  Partial<Record<'zoneTyped' | 'awayFrom' | 'awayUntil' | 'quietUntil', 'unknown' | AwayProblem>>
> {
  const typed = textOf(values, 'zoneTyped').replaceAll(' ', '_');
  if (typed && !isZone(typed)) return fail({ zoneTyped: 'unknown' });
  const zone = typed || textOf(values, 'zone');
  const from = LocalDate.safeParse(textOf(values, 'awayFrom'));
  const until = LocalDate.safeParse(textOf(values, 'awayUntil'));
  if (from.success && !until.success) return fail({ awayUntil: 'usage' });
  let away: Away = null;
  if (until.success) {
    const checked = checkAway(from.success ? from.data : today, until.data, today);
    // An absence that is over meanwhile stands in the form until it is opened again.
    const isShown = shown?.from === from.data && shown?.until === until.data;
    if (!checked.ok && !isShown) return fail({ awayUntil: checked.error });
    away = checked.ok ? checked.value : shown;
  }
  const quiet = LocalDate.safeParse(textOf(values, 'quietUntil')).data ?? null;
  if (quiet !== null && quiet > today && !isSnoozeDay(quiet, today)) return fail({ quietUntil: 'long' });
  const minute = Number.parseInt(textOf(values, 'note'), 10);
  const order = textOf(values, 'dates');
  return ok({
    noteMinute: minute >= 0 && minute < 1440 ? minute : null,
    pace: textOf(values, 'pace') === 'fewer' ? 'fewer' : 'normal',
    zone: zone && zone !== DEFAULT && isZone(zone) ? zone : null,
    dayFirst: order === 'day' ? true : order === 'month' ? false : null,
    away,
    quietUntil: quiet !== null && quiet > today ? quiet : null,
  });
}
