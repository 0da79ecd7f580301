import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const RECORD = new URL('../scenarios/handover/case.htcds.json', import.meta.url)

/** The case record of the handover scenario. */
export async function handoverRecord(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(RECORD, 'utf8')) as Record<string, unknown>
}

/** A data folder for one test file; removed with everything in it. */
export async function temporaryDataFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'trm-network-'))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
