/** `<!date^…>` as Slack shows it: the format's words stay, its tokens become dates in the reader's zone. */
export function formatDate(format: string, at: Date, now: Date, zone: string): string {
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => TOKENS[name]?.(at, now, zone) ?? token);
}

type Render = (at: Date, now: Date, zone: string) => string;

const TOKENS: Readonly<Record<string, Render>> = {
  date_num: (at, _now, zone) => dayOf(at, zone),
  date: (at, _now, zone) => long(at, zone),
  date_short: (at, _now, zone) => short(at, zone),
  date_long: (at, _now, zone) => `${part(at, zone, { weekday: 'long' })}, ${long(at, zone)}`,
  date_pretty: (at, now, zone) => near(at, now, zone) ?? long(at, zone),
  date_short_pretty: (at, now, zone) => near(at, now, zone) ?? short(at, zone),
  date_long_pretty: (at, now, zone) =>
    near(at, now, zone) ?? `${part(at, zone, { weekday: 'long' })}, ${long(at, zone)}`,
  time: (at, _now, zone) => clockTime(at, zone),
  time_secs: (at, _now, zone) =>
    part(at, zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).replaceAll('\u202f', ' '),
};

/** A time of day in a zone, as in `6:39 AM`. */
export function clockTime(at: Date, zone: string): string {
  return part(at, zone, { hour: 'numeric', minute: '2-digit' }).replaceAll('\u202f', ' ');
}

/** The local date, as in `2026-01-08`. */
export function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** A local date and time for headings, as in `Thu, Jan 8, 10:00 AM`. */
export function stamp(at: Date, zone: string): string {
  const day = part(at, zone, { weekday: 'short', month: 'short', day: 'numeric' });
  return `${day}, ${clockTime(at, zone)}`;
}

function short(at: Date, zone: string): string {
  return part(at, zone, { month: 'short', day: 'numeric', year: 'numeric' });
}

function long(at: Date, zone: string): string {
  const day = Number(part(at, zone, { day: 'numeric' }));
  const suffix = ['th', 'st', 'nd', 'rd'][day % 100 > 10 && day % 100 < 14 ? 0 : day % 10] ?? 'th';
  const month = part(at, zone, { month: 'long' });
  return `${month} ${day}${suffix}, ${part(at, zone, { year: 'numeric' })}`;
}

function near(at: Date, now: Date, zone: string): string | undefined {
  const days = Math.round((Date.parse(dayOf(at, zone)) - Date.parse(dayOf(now, zone))) / 86_400_000);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function part(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(at);
}
