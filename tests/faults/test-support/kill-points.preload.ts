// Loaded by Node into an agent before its program (`--import`): what the program imports from these modules is
// what they export, and a step to die at before and after it. The program is the one that runs in the field and
// knows nothing of it.
import { registerHooks } from 'node:module'

/** By module, the functions that steps are put around, in the file that has a wrapper for each by its name. */
const WRAPPED: Readonly<Record<string, readonly string[]>> = {
  '@trm/sealing': ['sealMessage', 'openMessage'],
  '@trm/adapter-sqlite': ['openSqliteEventStore'],
  '@trm/adapter-vault-file': ['openFileVault'],
  nats: ['connect'],
}
const SCHEME = 'kill-points:'
const STEPS = new URL('kill-points.ts', import.meta.url)
STEPS.search = new URL(import.meta.url).search

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const isWrapped = specifier in WRAPPED && context.parentURL?.startsWith('file:') === true
    return isWrapped
      ? { url: `${SCHEME}${specifier}#${resolved.url}`, format: 'module', shortCircuit: true }
      : resolved
  },
  load(url, context, next) {
    if (!url.startsWith(SCHEME)) return next(url, context)
    const [specifier = '', real] = url.slice(SCHEME.length).split('#')
    const names = WRAPPED[specifier] ?? []
    const lines = [
      `export * from ${JSON.stringify(real)}`,
      `import * as real from ${JSON.stringify(real)}`,
      `import * as steps from ${JSON.stringify(STEPS.href)}`,
      ...names.map((name) => `export const ${name} = steps.${name}(real.${name})`),
    ]
    return { format: 'module', source: lines.join('\n'), shortCircuit: true }
  },
})
