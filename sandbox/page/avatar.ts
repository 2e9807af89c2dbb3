import { html } from 'htm/preact';
import type { PageUser } from '../control/shapes.ts';
import { colourOf, initialsOf, type Known } from './known.ts';

/** A face: initials in the colour of one's organisation. */
export function Avatar({ known, user, small = false }: { known: Known; user: PageUser; small?: boolean }) {
  const look = user.isBot ? 'bot' : colourOf(known, user.teamId);
  return html`<span class=${`avatar ${look} ${small ? 'little' : ''}`} aria-hidden="true">${initialsOf(user.realName)}</span>`;
}
