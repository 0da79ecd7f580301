import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { complaintsAccess, complaintsReached } from './complaints.fixture.ts'

describe('every way to be refused about a complaint', () => {
  it.each(reachedIn(complaintsReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(complaintsAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
