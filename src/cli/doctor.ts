/** `npm run doctor`: what is wrong with tokens, scopes, events and database, one line each; exit code 1 if anything is. */
import { ConfigError, readConfig } from '../config.ts';
import { examine } from '../doctor.ts';

try {
  const findings = await examine(readConfig(process.env));
  for (const { about, problem, fine } of findings)
    process.stdout.write(`${problem ? 'WRONG' : 'ok   '}  ${about}: ${problem ?? fine}\n`);
  if (findings.some(({ problem }) => problem)) process.exitCode = 1;
} catch (error) {
  process.stdout.write(
    `WRONG  configuration: ${error instanceof ConfigError ? error.message : 'unreadable'}\n`,
  );
  process.exitCode = 1;
}
