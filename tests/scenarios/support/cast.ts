import { decodePolicyPack } from '@trm/contracts'
import type { OrganisationKind, PolicyPack } from '@trm/domain'
import { invariant, isOrganisationId, type OrganisationId } from '@trm/kernel'
import { readFileSync } from 'node:fs'

const kinds: Readonly<Record<string, OrganisationKind>> = {
  'at.vienna-cso': 'cso',
  'at.vienna-court-liaison': 'courtLiaison',
  'at.nrm-office': 'nrmOffice',
  'at.vienna-police': 'police',
  'at.migration-authority': 'migrationAuthority',
  'at.airport-helpline': 'helpline',
  'rs.belgrade-cso': 'cso',
  'rs.nrm-office': 'nrmOffice',
  'rs.belgrade-guardianship': 'guardianshipAuthority',
  'mk.skopje-cso': 'cso',
  'mk.skopje-social-work': 'guardianshipAuthority',
  'mk.skopje-police': 'police',
  'mk.nrm-office': 'nrmOffice',
  'mk.asylum-sector': 'asylumAuthority',
  'mk.helpline': 'helpline',
}

/** The organisations of the scenarios; the first six that act in the local network are among them. */
export const castKinds: ReadonlyMap<OrganisationId, OrganisationKind> = new Map(
  Object.entries(kinds).map(([id, kind]) => {
    invariant(isOrganisationId(id), 'cast: an organisation id')
    return [id, kind] as const
  }),
)

/** The policy of each of their Participants, as agents load it. */
export const policies: ReadonlyMap<string, PolicyPack> = new Map(
  ['at', 'rs', 'mk'].map((participant) => {
    const file = new URL(`../../../infra/policies/${participant}.json`, import.meta.url)
    const decoded = decodePolicyPack(readFileSync(file, 'utf8'))
    invariant(decoded.ok, 'cast: a policy pack')
    return [participant, decoded.value] as const
  }),
)
