/**
 * Prisma's schema engine in WebAssembly: what `prisma migrate diff` would say, without the engine that the CLI
 * downloads. It wants a reachable database but changes nothing there.
 */
import { readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The SQL that leads from one schema to the next; from nothing, when `previous` is undefined. */
export async function diff(url: string, previous: string | undefined, next: string): Promise<string> {
  load();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: [['schema.prisma', next]] },
    () => {},
    adapter,
  );
  try {
    const { stdout } = await schemaEngine.diff({
      from: previous === undefined ? { tag: 'empty' } : datamodel(previous),
      to: datamodel(next),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    schemaEngine.free();
  }
}

function datamodel(content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] };
}

/** As much of the global as is used here; its types come only with those of browsers. */
interface WasmApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, object>,
  ) => { exports: { __wbindgen_start?(): void } };
}

let loaded = false;

/** The package's own entry imports its .wasm as a module, which Node does only behind a flag. */
function load(): void {
  if (loaded) return;
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = new Module(readFileSync(new URL('schema_engine_bg.wasm', entry)));
  const { exports } = new Instance(module, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  loaded = true;
}
