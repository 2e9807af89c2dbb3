/**
 * Who may import whom (docs/architecture.md). Types count as well: the parser that works with this version of
 * TypeScript does not tell them apart. The contract (src/feature.ts, src/act.ts, src/item.ts) holds nothing but types,
 * so everybody may know it and it may name the layers below. test/import-rules.test.ts plants a violation of each rule.
 */
const TEST = '[.]test[.]ts$';
const CONTRACT = '^src/(act|feature|item)[.]ts$';
// By their names: store.ts or answer-store.ts, and so on.
const STORE = '^src/features/([^/]+)/[^/]*\\bstore[.]ts$';
const VIEWS = '^src/features/([^/]+)/[^/]*\\bviews[.]ts$';
const DOMAIN = '^src/features/[^/]+/[^/]*\\bdomain[.]ts$';
const DATABASE = 'node_modules/(@prisma|pg|pg-boss|@types/pg)/';

const ban = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A layer may import itself and what it stands on. */
const layer = (name, folders) =>
  ban(
    `${name}-stands-on-what-is-below`,
    `src/${name} may import of ours: ${[name, ...folders].join(', ')}`,
    { path: `^src/${name}/`, pathNot: TEST },
    {
      path: '^src/',
      pathNot: [
        ...[name, ...folders].map((folder) => `^src/${folder}/`),
        ...(folders.includes('outbox') || name === 'outbox' ? [CONTRACT] : []),
      ],
    },
  );

module.exports = {
  forbidden: [
    ban(
      'kernel-is-a-leaf',
      'What all share knows nobody.',
      { path: '^src/kernel/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/kernel/' },
    ),
    layer('db', ['kernel']),
    layer('queue', ['kernel', 'db']),
    layer('slack', ['kernel', 'db']),
    layer('outbox', ['kernel', 'db', 'queue', 'slack']),
    layer('shell', ['kernel', 'db', 'queue', 'slack', 'outbox']),
    ban(
      'contract-names-the-layers-below',
      'The contract between features and app knows neither.',
      { path: CONTRACT },
      { path: '^src/', pathNot: [CONTRACT, '^src/(kernel|db|queue|slack|outbox)/'] },
    ),
    ban(
      'features-are-islands',
      'Features meet in the contract only.',
      { path: '^src/features/([^/]+)/', pathNot: TEST },
      { path: '^src/features/', pathNot: '^src/features/$1/' },
    ),
    ban(
      'features-are-handed-things',
      'A feature gets what it needs from the app, and does not fetch it.',
      { path: '^src/features/', pathNot: TEST },
      { path: '^src/(shell/|(app|config|main|process)[.]ts$)' },
    ),
    ban(
      'domain-is-pure',
      'A domain decides, and does nothing: not even through others may it get at a database, Slack or the contract.',
      { path: DOMAIN },
      { path: ['^src/(db|queue|slack|outbox|shell)/', '^src/[^/]+[.]ts$', STORE, VIEWS], reachable: true },
    ),
    ban(
      'domain-has-few-packages',
      'A domain takes the clock as an argument and needs no package but those for values, dates and tables.',
      { path: DOMAIN },
      { path: 'node_modules/', pathNot: 'node_modules/(zod|temporal-polyfill|chrono-node|csv-stringify)/' },
    ),
    ban(
      'views-are-pure',
      'Views turn what a domain says into Block Kit; they ask nobody.',
      { path: VIEWS },
      {
        path: '.',
        pathNot: [
          '^src/kernel/',
          '^src/slack/blocks[.]ts$',
          CONTRACT,
          '^src/features/$1/',
          'node_modules/@slack/types/',
        ],
      },
    ),
    ban(
      'views-do-not-query',
      'A view gets rows as arguments.',
      { path: VIEWS },
      { path: [STORE, '^src/features/[^/]+/index[.]ts$'] },
    ),
    ban(
      'only-stores-query',
      'Of a feature, its stores alone speak to the database.',
      { path: '^src/features/', pathNot: [STORE, TEST] },
      { path: ['^src/db/', DATABASE] },
    ),
    ban(
      'stores-only-query',
      'A store knows its own rows: no Slack, no queue, no outbox.',
      { path: STORE },
      { path: '.', pathNot: ['^src/(kernel|db)/', '^src/features/$1/', 'node_modules/(zod|@prisma)/'] },
    ),
    ban(
      'only-two-layers-speak-to-postgres',
      'Connections are opened in src/db and src/queue.',
      { path: '^src/', pathNot: ['^src/(db|queue)/', TEST] },
      { path: DATABASE },
    ),
    ban(
      'features-never-call-slack',
      'Features say what is to be said; the layers below say it.',
      { path: '^src/features/', pathNot: TEST },
      { path: 'node_modules/@slack/', pathNot: 'node_modules/@slack/types/' },
    ),
    ban(
      'no-test-code-in-src',
      'What runs does not need what tests.',
      { path: '^src/', pathNot: TEST },
      { path: ['^(sandbox|test|bench|prisma)/', TEST] },
    ),
    ban(
      'no-tools-at-run-time',
      'A package that src needs is a dependency, or it is missing in production. Types are not needed there.',
      { path: '^src/', pathNot: TEST },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@(slack/types|types)/',
      },
    ),
    ban(
      'sandbox-stands-alone',
      'The local Slack knows nothing of the bot that it plays for; start.ts, play.ts and bot/process.ts start both.',
      { path: '^sandbox/', pathNot: '^sandbox/(start|play|bot/process)[.]ts$' },
      { path: '^src/' },
    ),
    ban(
      'no-broken-imports',
      'An import that leads nowhere is not checked by any rule.',
      {},
      { couldNotResolve: true },
    ),
    ban(
      'no-circles',
      'Modules that need each other are one module. Circles of types through the contract are none.',
      { pathNot: '^src/db/generated/' },
      { circular: true, viaOnly: { pathNot: [CONTRACT, '^src/db/generated/'] } },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '^src/db/generated/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
