/**
 * Where a process starts. What it has compiled and stripped of types once is kept, so that the next start, and a
 * restart after a crash, takes a fraction of the time; where that folder cannot be written, it is as slow as the first.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Not in the shared temporary folder, where somebody else might put something into it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/entente-start', import.meta.url)));
await import('./process.ts');
