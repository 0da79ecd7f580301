import { describe, expect, it } from 'vitest'
import { parseStoreUrl, storeSchemes } from './store-url.ts'

describe('the URL of an event store', () => {
  it('names an engine and a place', () => {
    expect(parseStoreUrl('sqlite:/var/lib/trm/case-log.db')?.place).toBe('/var/lib/trm/case-log.db')
    expect(parseStoreUrl('sqlite:relative file.db')?.place).toBe('relative file.db')
    expect(parseStoreUrl('esdb:/run/secrets/event-store')?.place).toBe('/run/secrets/event-store')
    expect(storeSchemes).toStrictEqual(['sqlite', 'esdb'])
  })

  it.each([
    '',
    'sqlite',
    'sqlite:',
    '/var/lib/case-log.db',
    'SQLITE:/a',
    'constructor:/a',
    'nats:/a',
    // Its password was on the command line already, and goes no further.
    'esdb://agent:secret@store.example',
    'esdb+discover://agent:secret@store.example',
    'kurrentdb://agent:secret@store.example',
    'esdb:',
  ])('is nothing that names no engine: %s', (url) => {
    expect(parseStoreUrl(url)).toBeUndefined()
  })
})
