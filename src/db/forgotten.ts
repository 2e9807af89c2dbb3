import { createHash } from 'node:crypto';

/** Who was erased from an alliance, as what is kept of it: a hash, good for recognising them and for nothing else. */
export function forgottenKey(allianceId: string, homeTeamId: string, userId: string): string {
  return createHash('sha256').update(`${allianceId}/${homeTeamId}/${userId}`).digest('hex');
}
