import type { openSqliteEventStore as openStore } from '@trm/adapter-sqlite'
import type { openFileVault as openVault } from '@trm/adapter-vault-file'
import type { openMessage as open, sealMessage as seal } from '@trm/sealing'
import type { connect as dial } from 'nats'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { armedFile, diedFile } from './kill-files.ts'

/** Where this agent is told its step, and where it says at which it died. */
const folder = new URL(import.meta.url).searchParams.get('folder') ?? ''

/** Ends the process here, as a power cut would, where this is the step that it is armed for. */
function step(name: string): void {
  if (armedStep() !== name) return
  // Once: who starts again goes on.
  rmSync(armedFile(folder))
  writeFileSync(diedFile(folder), name)
  process.kill(process.pid, 'SIGKILL')
}

function armedStep(): string | undefined {
  try {
    return readFileSync(armedFile(folder), 'utf8')
  } catch {
    return undefined // not armed
  }
}

function around<Given extends readonly unknown[], Answer>(
  name: string,
  real: (...given: Given) => Answer,
): (...given: Given) => Answer {
  return (...given) => {
    step(`before ${name}`)
    const answer = real(...given)
    step(`after ${name}`)
    return answer
  }
}

export const sealMessage = (real: typeof seal): typeof seal => around('sealing', real)
export const openMessage = (real: typeof open): typeof open => around('opening', real)

/** By the type of what is appended. */
export function openSqliteEventStore(real: typeof openStore): typeof openStore {
  return async (options) => {
    const store = await real(options)
    return {
      ...store,
      async append(streamId, events, expected) {
        for (const { type } of events) step(`before ${type}`)
        const appended = await store.append(streamId, events, expected)
        for (const { type } of events) step(`after ${type}`)
        return appended
      },
    }
  }
}

export function openFileVault(real: typeof openVault): typeof openVault {
  return async (options) => {
    const vault = await real(options)
    return {
      ...vault,
      async currentSectionKey(...given) {
        step('before keeping a key')
        const key = await vault.currentSectionKey(...given)
        step('after keeping a key')
        return key
      },
    }
  }
}

const ON_THE_WIRE: readonly (readonly [string, (subject: string, body: unknown) => boolean])[] = [
  ['publishing', (subject) => subject.startsWith('trm.v1.inbox.')],
  ['erasing', (subject) => subject.startsWith('$JS.ACK.erase.')],
  ['acknowledging', (_subject, body) => body === '+ACK'],
]

/** What leaves for the country node. It is said when the country node has it, and before anything comes back. */
export function connect(real: typeof dial): typeof dial {
  return async (options) => {
    const connection = await real(options)
    const publish = connection.publish.bind(connection)
    connection.publish = (subject, body, ...rest) => {
      const [name] = ON_THE_WIRE.find(([, isIt]) => isIt(subject, body)) ?? []
      if (name !== undefined) step(`before ${name}`)
      publish(subject, body, ...rest)
      if (name === undefined || armedStep() !== `after ${name}`) return
      connection.flush().then(
        () => step(`after ${name}`),
        () => undefined, // the connection has ended first: it has not come to the step
      )
    }
    return connection
  }
}
