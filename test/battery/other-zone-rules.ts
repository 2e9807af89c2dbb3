/** Loaded before the bot: a world in which London keeps the time of Paris, as after an update of time zone data. */
const { DateTimeFormat } = Intl;

const RULES: Readonly<Record<string, string>> = { 'Europe/London': 'Europe/Paris' };

Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
  construct: (target, [locales, options]: [string?, Intl.DateTimeFormatOptions?]) =>
    new target(locales, changed(options)),
  apply: (target, _self, [locales, options]: [string?, Intl.DateTimeFormatOptions?]) =>
    target(locales, changed(options)),
});

function changed(options: Intl.DateTimeFormatOptions | undefined): Intl.DateTimeFormatOptions | undefined {
  const other = RULES[options?.timeZone ?? ''];
  return options && other ? { ...options, timeZone: other } : options;
}
