import { organisationKinds, type Organisations } from '@trm/domain'
import type { Directory } from '@trm/ports'

/** What the directory says of organisations, for the decision on a disclosure; a kind of a later version is none. */
export function organisationsIn(directory: Directory): Organisations {
  return (id, at) => {
    const found = directory.standingOf(id, at)
    if (found === undefined || !organisationKinds.has(found.kind)) return undefined
    const { kind, isListed, facts } = found
    return { kind, isListed, facts }
  }
}
