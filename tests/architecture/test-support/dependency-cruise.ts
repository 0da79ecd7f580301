import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from './repository.ts'

const cruiseResult = z.object({
  modules: z.array(
    z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) }),
  ),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

export type CruiseResult = z.output<typeof cruiseResult>

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

/** Applies the repository's dependency rules to the folders of `directory`, in the tool's own process. */
export function cruise(directory: string, folders: readonly string[]): CruiseResult {
  const output = execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      ...folders,
    ],
    { cwd: directory, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX },
  )
  return cruiseResult.parse(JSON.parse(output))
}
