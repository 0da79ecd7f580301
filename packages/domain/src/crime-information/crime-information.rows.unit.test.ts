import { describe, it } from 'vitest'
import { accessIn, expectAllowed, expectReached, reachedIn } from '../test-support/check-rows.ts'
import { crimeInformationAccess, crimeInformationReached } from './crime-information.fixture.ts'

describe('every way to be refused about a crime to come', () => {
  it.each(reachedIn(crimeInformationReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(crimeInformationAccess))('%s', (_command, { allowed }) => {
  it('is for whoever serves people, since nobody has a part in no case', () => {
    allowed.forEach(expectAllowed)
  })
})
