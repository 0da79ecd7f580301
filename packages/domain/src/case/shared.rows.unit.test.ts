import { describe, it } from 'vitest'
import { expectReached, reachedIn } from '../test-support/check-rows.ts'
import { sharedReached } from './shared.fixture.ts'

describe('every way to be refused that processes share', () => {
  it.each(reachedIn(sharedReached))('can be reached: %s', expectReached)
})
