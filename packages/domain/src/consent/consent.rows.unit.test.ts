import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { consentAccess, consentReached } from './consent.fixture.ts'

describe('every way to be refused about consent', () => {
  it.each(reachedIn(consentReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(consentAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
