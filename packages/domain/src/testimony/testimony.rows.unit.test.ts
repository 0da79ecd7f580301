import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { testimonyAccess, testimonyReached } from './testimony.fixture.ts'

describe('every way to be refused about testimony and compensation', () => {
  it.each(reachedIn(testimonyReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(testimonyAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
