import { expect, test } from 'vitest'
import { isEventId } from '@trm/kernel'
import { eventIdOf } from './event-id.ts'

test('an event id is the digest of the whole token: header, payload and signature', () => {
  const id = eventIdOf('abc')
  expect(id).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
  expect(isEventId(id)).toBe(true)
  const changed = ['abd', 'Abc', 'abc.', 'ab'].map(eventIdOf)
  expect(new Set([id, ...changed]).size).toBe(5)
})
