/** What coordinators read about their channel: a sentence each. */
import { escapeText } from '../../slack/blocks.ts';
import type { Cause } from './channel-domain.ts';

export type News =
  | { readonly kind: 'rests'; readonly cause: Cause }
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'departed'; readonly organisation: string };

export function channelNews(alliance: string, news: News): string {
  const name = `*${escapeText(alliance)}*`;
  switch (news.kind) {
    case 'goes-on':
      return `${name} goes on: its channel is in order again.`;
    case 'departed':
      return `Nobody of ${escapeText(news.organisation)} is in the channel of ${name} any more. What was promised to them stays written down; whoever comes back is welcomed again.`;
    case 'rests':
      return rests(name, news.cause);
  }
}

function rests(name: string, cause: Cause): string {
  switch (cause) {
    case 'archived':
      return `The channel of ${name} was archived, so ${name} rests. Once the channel is back, it goes on by itself.`;
    case 'no_copy':
      return `I am no longer in the channel of ${name}, so it rests. Invite @Entente there again, and it goes on by itself.`;
    case 'unshared':
      return `Only one organisation is left in the channel of ${name}, so it rests. Once people of another one have joined again, it goes on by itself.`;
  }
}
