import { describe, expect, test } from '@jest/globals';
import { ANA, BEN, CAI, read } from '../../../test/support/readings.ts';

describe('whose promise it is', () => {
  test.each([
    ["I'll send the draft by Friday", 'promise ana> "send the draft" 2026-03-06'],
    ['I’ll send the draft by Friday', 'promise ana> "send the draft" 2026-03-06'],
    ['<@U0BOT> I will send the draft by Friday.', 'promise ana> "send the draft" 2026-03-06'],
    ['By Friday I will send the draft', 'promise ana> "send the draft" 2026-03-06'],
    ["OK, I'm going to book the hall tomorrow", 'promise ana> "book the hall" 2026-03-05'],
    ['I promise to send the flood map by 12 March', 'promise ana> "send the flood map" 2026-03-12'],
    ["I promise that I'll send the flood map by 12 March", 'promise ana> "send the flood map" 2026-03-12'],
    ['I promise the flood map by 12 March', 'promise ana> "the flood map" 2026-03-12'],
    ['I can share the site list on Monday', 'promise ana> "share the site list" 2026-03-09'],
    [`${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    ['<@U0BEN|ben> will send the draft by Friday', 'promise ben> "send the draft" 2026-03-06'],
    [`<@U0BOT> ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`${BEN} is going to check the pumps by Friday`, 'promise ben> "check the pumps" 2026-03-06'],
    [`${BEN} to check the pumps by Friday`, 'promise ben> "check the pumps" 2026-03-06'],
    [`${BEN} will send me the draft by Friday`, 'promise ben>ana "send the draft" 2026-03-06'],
    [`<@${ANA}> will send the draft by Friday`, 'promise ana> "send the draft" 2026-03-06'],
    ["After the call I'll write the minutes", 'promise ana> "write the minutes, after the call" no date'],
    ["Thanks all. I'll send the draft. By Friday.", 'promise ana> "send the draft" 2026-03-06'],
    ['we will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ["we'll send the draft by Friday", 'who [ana]> "send the draft" 2026-03-06'],
    ["Let's meet the council by Friday", 'nothing'],
    ['Our team will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['Northwind will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['Somebody will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['<!subteam^S01|@flood-team> will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    [`${BEN} and ${CAI} will send the draft by Friday`, 'who [ben cai]> "send the draft" 2026-03-06'],
    [`${BEN}, ${CAI} will send the draft by Friday`, 'who [ben cai]> "send the draft" 2026-03-06'],
    [`${BEN} and I will send the draft by Friday`, 'who [ana ben]> "send the draft" 2026-03-06'],
    [`We agreed that ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`As agreed, ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`FYI ${BEN}, I will send the draft by Friday`, 'promise ana>ben "send the draft" 2026-03-06'],
    ['Will send the draft by Friday', 'promise ana> "send the draft" 2026-03-06'],
    ['Will it rain on Friday?', 'nothing'],
    ['Everyone will send their figures by Friday', 'who [ana]> "send their figures" 2026-03-06'],
    [`I'll ask ${BEN} to send the map by Friday`, 'promise ana> "ask <@U0BEN> to send the map" 2026-03-06'],
    ['The draft will be ready by Friday', 'who [ana]> "The draft will be ready" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('requests', () => {
  test.each([
    [`${BEN} could you send the draft by Friday?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`Could you send the draft by Friday, ${BEN}?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`Can ${BEN} send the draft by Friday?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} please send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`please ${BEN} send the draft to ${CAI} by Friday`, 'request ben>cai "send the draft" 2026-03-06'],
    [`${BEN}, send me the draft by Friday please`, 'request ben>ana "send the draft" 2026-03-06'],
    [`I need ${BEN} to send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} should send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} would you please check the pumps by 12 March?`, 'request ben>ana "check the pumps" 2026-03-12'],
    [`${BEN}: send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    ['Could you send the draft by Friday?', 'who []> "send the draft" 2026-03-06'],
    [`${BEN} ${CAI} could you send the draft by Friday?`, 'who [ben cai]> "send the draft" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('doubt', () => {
  test.each([
    ['I might send the draft by Friday', 'unsure might'],
    ["I'll try to send the draft by Friday", 'unsure try'],
    ['I will try and send the draft by Friday', 'unsure try'],
    ["I'm trying to send the draft by Friday", 'unsure trying'],
    ['I hope to send the draft by Friday', 'unsure hope'],
    ["If Ben agrees, I'll send the draft by Friday", 'unsure if'],
    ["I'll send the draft by Friday if I have time", 'unsure if'],
    ["I'll see if I can send the draft by Friday", 'unsure see if'],
    ["I won't send the draft by Friday", "unsure won't"],
    ['I will not send the draft', 'unsure not'],
    [`${BEN} might send the draft by Friday`, 'unsure might'],
    [`${BEN} won't send the draft by Friday`, "unsure won't"],
    ["We'll try to send the draft by Friday", 'unsure try'],
    ['Maybe I can send the draft by Friday', 'unsure maybe'],
    ["I'll send it by Friday, hopefully", 'unsure hopefully'],
    // The same words, inside what is promised.
    ["I'll ask Ben by Friday if the pump works", 'promise ana> "ask Ben if the pump works" 2026-03-06'],
    [
      "I'll send the list of who might come by Friday",
      'promise ana> "send the list of who might come" 2026-03-06',
    ],
    ['I\'ll print "If it rains" by Friday', 'promise ana> "print "If it rains"" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});
