/** What is open in a pane: a channel or DM, or what an app has beside its messages. */
export interface Spot {
  readonly place: string | null;
  readonly thread: string | null;
  /** An app has more than messages. */
  readonly tab: 'messages' | 'home' | 'about';
}
