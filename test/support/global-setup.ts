import { startServer } from './server.ts';

export default async function globalSetup(): Promise<void> {
  console.log(`\nNode ${process.version}`);
  await startServer();
}
