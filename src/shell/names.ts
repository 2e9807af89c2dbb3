/** The names under which Slack brings back what the shell has sent. */
export const COMMAND = '/alliance';
export const DOOR_ACTION = 'door:';
/** A choice on a page in a modal, where that has buttons. */
export const PAGE_ACTION = 'page:';
/** The form of a bell. */
export const BELL_FORM = 'shell.message';
export const WORDS_ITEM = 'shell.words';
export const OPEN_ITEM = 'shell.open';
export const WHICH_ITEM = 'shell.which';
/** Before the parts of a thing's name: what stands on a page without having been sent has no item's id. */
export const THING = '~';
