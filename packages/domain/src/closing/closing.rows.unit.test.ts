import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { closingAccess, closingReached } from './closing.fixture.ts'

describe('every way to be refused about closing a case', () => {
  it.each(reachedIn(closingReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(closingAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
