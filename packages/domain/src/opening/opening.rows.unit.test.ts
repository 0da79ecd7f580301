import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { openingAccess, openingReached } from './opening.fixture.ts'

describe('every way to be refused about the opening', () => {
  it.each(reachedIn(openingReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(openingAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
