import { describe, it } from 'vitest'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { childrenAccess, childrenReached } from './children.fixture.ts'

describe('every way to be refused about a child', () => {
  it.each(reachedIn(childrenReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(childrenAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})
