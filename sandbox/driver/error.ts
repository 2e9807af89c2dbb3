/** Something that nobody could do on Slack, or that the story named wrongly. Nothing has happened. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
}
