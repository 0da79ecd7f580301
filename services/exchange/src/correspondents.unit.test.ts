import { toInstant, type OrganisationId, type ParticipantCode } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { describe, expect, it } from 'vitest'
import { createCorrespondents } from './correspondents.ts'
import { createDeliveryBook } from './delivery-book.ts'

const AUSTRIA = 'at' as ParticipantCode
const [first, second, third] = ['at.first', 'at.second', 'at.third'].map(
  (id) => id as OrganisationId,
) as [OrganisationId, OrganisationId, OrganisationId]

function correspondents(listed: () => readonly OrganisationId[] = () => [first, second, third]) {
  const directory = {
    organisationsOf: (source: ParticipantCode) =>
      source === AUSTRIA ? listed().map((id) => ({ id })) : [],
  } as unknown as Directory
  const clock = { now: () => toInstant(new Date(0)) }
  return createCorrespondents({ self: first, directory, clock }, createDeliveryBook())
}

describe('who may have sent a message', () => {
  it('are all that the Participant lists, in the order of the list, before anybody was heard', () => {
    expect(correspondents().candidates(AUSTRIA)).toStrictEqual([first, second, third])
  })

  it('are those first who were heard last, and each once', () => {
    const known = correspondents()
    for (const sender of [third, second, third]) known.heard(sender)
    expect(known.candidates(AUSTRIA)).toStrictEqual([third, second, first])
  })

  it('are nobody of another Participant, and nobody who is not listed any more', () => {
    let listed = [first, second, third]
    const known = correspondents(() => listed)
    known.heard('rs.other' as OrganisationId)
    known.heard(second)
    listed = [first, third]
    expect(known.candidates(AUSTRIA)).toStrictEqual([first, third])
    expect(known.candidates('rs' as ParticipantCode)).toStrictEqual([])
  })
})
