/** Zones to offer in a menu, with the country where a zone belongs to one: a guess that each organisation can mend. */

const COUNTRIES: Readonly<Record<string, string>> = {
  'Africa/Accra': 'GH',
  'Africa/Addis_Ababa': 'ET',
  'Africa/Algiers': 'DZ',
  'Africa/Cairo': 'EG',
  'Africa/Casablanca': 'MA',
  'Africa/Dakar': 'SN',
  'Africa/Johannesburg': 'ZA',
  'Africa/Kampala': 'UG',
  'Africa/Lagos': 'NG',
  'Africa/Maputo': 'MZ',
  'Africa/Nairobi': 'KE',
  'Africa/Tunis': 'TN',
  'America/Anchorage': 'US',
  'America/Argentina/Buenos_Aires': 'AR',
  'America/Bogota': 'CO',
  'America/Caracas': 'VE',
  'America/Chicago': 'US',
  'America/Denver': 'US',
  'America/Guatemala': 'GT',
  'America/Halifax': 'CA',
  'America/La_Paz': 'BO',
  'America/Lima': 'PE',
  'America/Los_Angeles': 'US',
  'America/Mexico_City': 'MX',
  'America/Montevideo': 'UY',
  'America/New_York': 'US',
  'America/Phoenix': 'US',
  'America/Santiago': 'CL',
  'America/Santo_Domingo': 'DO',
  'America/Sao_Paulo': 'BR',
  'America/St_Johns': 'CA',
  'America/Toronto': 'CA',
  'America/Vancouver': 'CA',
  'America/Winnipeg': 'CA',
  'Asia/Almaty': 'KZ',
  'Asia/Amman': 'JO',
  'Asia/Baghdad': 'IQ',
  'Asia/Baku': 'AZ',
  'Asia/Bangkok': 'TH',
  'Asia/Beirut': 'LB',
  'Asia/Colombo': 'LK',
  'Asia/Dhaka': 'BD',
  'Asia/Dubai': 'AE',
  'Asia/Ho_Chi_Minh': 'VN',
  'Asia/Hong_Kong': 'HK',
  'Asia/Jakarta': 'ID',
  'Asia/Jerusalem': 'IL',
  'Asia/Karachi': 'PK',
  'Asia/Kathmandu': 'NP',
  'Asia/Kolkata': 'IN',
  'Asia/Kuala_Lumpur': 'MY',
  'Asia/Manila': 'PH',
  'Asia/Riyadh': 'SA',
  'Asia/Seoul': 'KR',
  'Asia/Shanghai': 'CN',
  'Asia/Singapore': 'SG',
  'Asia/Taipei': 'TW',
  'Asia/Tashkent': 'UZ',
  'Asia/Tbilisi': 'GE',
  'Asia/Tehran': 'IR',
  'Asia/Tokyo': 'JP',
  'Asia/Yerevan': 'AM',
  'Atlantic/Azores': 'PT',
  'Atlantic/Reykjavik': 'IS',
  'Australia/Adelaide': 'AU',
  'Australia/Brisbane': 'AU',
  'Australia/Perth': 'AU',
  'Australia/Sydney': 'AU',
  'Europe/Amsterdam': 'NL',
  'Europe/Athens': 'GR',
  'Europe/Belgrade': 'RS',
  'Europe/Berlin': 'DE',
  'Europe/Brussels': 'BE',
  'Europe/Bucharest': 'RO',
  'Europe/Budapest': 'HU',
  'Europe/Copenhagen': 'DK',
  'Europe/Dublin': 'IE',
  'Europe/Helsinki': 'FI',
  'Europe/Istanbul': 'TR',
  'Europe/Kyiv': 'UA',
  'Europe/Lisbon': 'PT',
  'Europe/London': 'GB',
  'Europe/Madrid': 'ES',
  'Europe/Oslo': 'NO',
  'Europe/Paris': 'FR',
  'Europe/Prague': 'CZ',
  'Europe/Rome': 'IT',
  'Europe/Sofia': 'BG',
  'Europe/Stockholm': 'SE',
  'Europe/Vienna': 'AT',
  'Europe/Warsaw': 'PL',
  'Europe/Zurich': 'CH',
  'Pacific/Auckland': 'NZ',
  'Pacific/Honolulu': 'US',
};

/** Two of the hundred options of a menu are kept for "as Slack has it" and for a zone that is not in the list. */
const ZONES_OFFERED = 98;

/** The country whose holidays a zone suggests; null where that would be a guess between several. */
export function countryOfZone(zone: string): string | null {
  return Object.hasOwn(COUNTRIES, zone) ? (COUNTRIES[zone] ?? null) : null;
}

/** The zones of a menu, among them the one in use. */
export function offeredZones(inUse: string | null): string[] {
  const listed = [...Object.keys(COUNTRIES), 'UTC'].slice(0, ZONES_OFFERED);
  return inUse && !listed.includes(inUse) ? [inUse, ...listed] : listed;
}

/** Countries where people write the month before the day. */
const MONTH_FIRST = new Set(['US', 'PH']);

/** Whether 3/8 is 3 August: as the person says, else as is the custom of the country, else yes. */
export function readsDayFirst(chosen: boolean | null, country: string | null): boolean {
  return chosen ?? !(country !== null && MONTH_FIRST.has(country));
}
