/** Zones that people name behind a time of day: "Europe/Paris", "New York time", "UK time", "our time". */
import { isZone } from './zoned.ts';

const NAMED_ZONE =
  /(?<=(?:\d|[ap]m|noon)\s{0,3})\s\(?(?:(?<iana>[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/]+)|(?<own>my|our|local)\s+time|(?<city>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) [Tt]ime)\b\)?/g;

/** What people call by a country or a coast. */
const COUNTRIES: Readonly<Record<string, string>> = {
  uk: 'Europe/London',
  british: 'Europe/London',
  irish: 'Europe/Dublin',
  'central european': 'Europe/Paris',
  indian: 'Asia/Kolkata',
  eastern: 'America/New_York',
  central: 'America/Chicago',
  mountain: 'America/Denver',
  pacific: 'America/Los_Angeles',
};

export interface NamedZone {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/** The zones that follow a time in words; "our time" is the reader's. Abbreviations are the date parser's. */
export function namedZones(text: string, readers: string): NamedZone[] {
  return [...text.matchAll(NAMED_ZONE)].flatMap((match) => {
    const { iana, own, city = '' } = match.groups ?? {};
    const name = iana ?? (own ? readers : (COUNTRIES[city.toLowerCase()] ?? zoneOfCity(city)));
    return name && isZone(name) ? [{ name, from: match.index, until: match.index + match[0].length }] : [];
  });
}

function zoneOfCity(city: string): string | undefined {
  const suffix = `/${city.replace(' ', '_')}`;
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.endsWith(suffix));
}
