/** A Slack over HTTP that answers everything after 50 ms, and is asked by its parent what it was posted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, SLACK_MS } from './slow-slack.ts';

const counter = new Counter();
let ts = 0;

const server = createServer((incoming, outgoing) => {
  let body = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (part: string) => {
    body += part;
  });
  incoming.on('end', () => {
    const channel = new URLSearchParams(body).get('channel') ?? '';
    if (incoming.url?.endsWith('/chat.postMessage')) counter.arrive(channel);
    ts += 1;
    const answer = JSON.stringify({ ok: true, ts: String(ts), channel });
    setTimeout(() => {
      counter.answer();
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    }, SLACK_MS);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(counter.tally));
process.once('disconnect', () => process.exit());
