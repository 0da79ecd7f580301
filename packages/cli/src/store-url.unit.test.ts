import { describe, expect, it } from 'vitest'
import { parseStoreUrl, storeSchemes } from './store-url.ts'

describe('the URL of an event store', () => {
  it('names an engine and a place', () => {
    expect(parseStoreUrl('sqlite:/var/lib/trm/case-log.db')?.place).toBe('/var/lib/trm/case-log.db')
    expect(parseStoreUrl('sqlite:relative file.db')?.place).toBe('relative file.db')
    expect(storeSchemes).toContain('sqlite')
  })

  it.each([
    '',
    'sqlite',
    'sqlite:',
    '/var/lib/case-log.db',
    'SQLITE:/a',
    'constructor:/a',
    'nats:/a',
  ])('is nothing that names no engine: %s', (url) => {
    expect(parseStoreUrl(url)).toBeUndefined()
  })
})
