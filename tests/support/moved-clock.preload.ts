// Loaded by Node into a process before its program (`--import`): its clock is ahead by what a file says at the
// time of asking. The program is the one that runs in the field and knows nothing of it.
import { readFileSync } from 'node:fs'

const file = new URL(import.meta.url).searchParams.get('ahead') ?? ''
const real = Date
const now = () => real.now() + Number(readFileSync(file, 'utf8'))

globalThis.Date = new Proxy(real, {
  construct: (target, given: readonly unknown[], called) =>
    Reflect.construct(
      target,
      given.length === 0 ? [now()] : given,
      called === globalThis.Date ? target : called,
    ) as Date,
  get: (target, name, receiver) =>
    name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
})
