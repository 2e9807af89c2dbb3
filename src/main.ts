/**
 * Where a process starts. What it has compiled and stripped of types once is kept, so that the next start, and a
 * restart after a crash, takes a fraction of the time; where that folder cannot be written, it is as slow as the first.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Not in the shared temporary folder, where somebody else might put something into it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/entente-start', import.meta.url)));
// Nearly all that is made while it starts is there to stay, so a nursery that grew meanwhile would only hold memory
// (20 MB, by `npm run bench -- start`). From then on it grows with the load, as it always does.
setFlagsFromString('--semi-space-growth-factor=1');
await import('./process.ts');
setFlagsFromString('--semi-space-growth-factor=2');
