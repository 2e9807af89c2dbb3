import { type AddressInfo, createServer } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { openDatabase } from './client.ts';

/** Postgres's words over the wire: a letter, how long it is, what it says. */
const words = (letter: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
};
const WELCOME = words('R', Buffer.alloc(4));
const READY = words('Z', Buffer.from('I'));
const TERMINATED = words('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'));

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end(Buffer.concat([WELCOME, READY, TERMINATED])));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('a session that Postgres ends in the moment in which it is ready fails its statement, not the process', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { prisma, close } = openDatabase(`postgresql://entente@127.0.0.1:${port}/entente`, { max: 1 });
  for (const _again of [1, 2, 3]) {
    await expect(prisma.$queryRaw`SELECT 1`).rejects.toThrow();
    await expect(prisma.$transaction(async (tx) => tx.$queryRaw`SELECT 1`)).rejects.toThrow();
  }
  await close();
});
