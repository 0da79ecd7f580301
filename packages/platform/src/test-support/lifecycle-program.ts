import { InvariantError } from '@trm/kernel'
import { writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError } from '../config.ts'
import { runService, type RunningService } from '../lifecycle.ts'
import { createLogger } from '../log.ts'

// The program that the lifecycle tests run, signal and watch. Its argument names the behaviour.

const CLOSING_MS = 300
const say = (text: string) => writeSync(1, `${text}\n`)

function openTwo({ closing }: RunningService): void {
  const alive = setInterval(() => undefined, 60_000)
  closing.defer(() => {
    say('closed first')
    clearInterval(alive)
  })
  closing.defer(async () => {
    say('closing second')
    await wait(CLOSING_MS)
    say('closed second')
  })
}

const behaviours: Readonly<Record<string, (service: RunningService) => void | Promise<void>>> = {
  plain: openTwo,
  'with-standard-input': (service) => {
    openTwo(service)
    service.endWithStandardInput()
  },
  'refused-configuration': (service) => {
    openTwo(service)
    throw new ConfigError(['TRM_A', 'TRM_B'])
  },
  'broken-invariant': () => {
    throw new InvariantError('fixture: always')
  },
  'foreign-error': () => {
    throw new Error('Canary Person')
  },
  'throws-later': (service) => {
    openTwo(service)
    setTimeout(() => {
      throw new Error('Canary Person')
    })
  },
  'rejects-with-nothing-later': (service) => {
    openTwo(service)
    setTimeout(() => void Promise.reject(undefined as unknown as Error))
  },
  'rejects-while-closing': (service) => {
    openTwo(service)
    service.closing.defer(() => void Promise.reject(new Error('Canary Person')))
  },
  'fails-to-close': (service) => {
    openTwo(service)
    service.closing.defer(() => {
      throw new Error('Canary Person')
    })
  },
  'never-closes': (service) => {
    openTwo(service)
    service.closing.defer(() => new Promise(() => undefined))
  },
  'slow-start': async (service) => {
    say('starting')
    await wait(CLOSING_MS)
    openTwo(service)
  },
  'nothing-to-do': ({ closing }) => {
    closing.defer(() => void say('closed'))
  },
  'nothing-to-do-with-standard-input': ({ closing, endWithStandardInput }) => {
    closing.defer(() => void say('closed'))
    endWithStandardInput()
  },
}

const behaviour = behaviours[process.argv[2] ?? '']
await runService({
  name: 'fixture',
  logger: createLogger({ level: 'info', service: 'fixture' }),
  graceMs: 2_000,
  start: async (service) => {
    await behaviour?.(service)
    say('ready')
  },
})
