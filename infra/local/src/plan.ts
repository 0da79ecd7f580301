import type { OrganisationKind } from '@trm/domain'
import type { OrganisationId, ParticipantCode } from '@trm/kernel'

export type PlannedOrganisation = {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
  readonly names: Readonly<Record<string, string>>
  /** Whether an auditor may replay there, without content. */
  readonly hasAuditor: boolean
}

export type PlannedParticipant = {
  readonly code: ParticipantCode
  readonly organisations: readonly PlannedOrganisation[]
}

const participant = (
  code: string,
  ...organisations: PlannedOrganisation[]
): PlannedParticipant => ({
  code: code as ParticipantCode,
  organisations,
})

const organisation = (
  id: string,
  kind: OrganisationKind,
  names: Readonly<Record<string, string>>,
  hasAuditor = false,
): PlannedOrganisation => ({ id: id as OrganisationId, kind, names, hasAuditor })

/** Who takes part in the local network: three Participants, six organisations, invented all of them. */
export const localPlan: readonly PlannedParticipant[] = [
  participant(
    'at',
    organisation('at.vienna-cso', 'cso', { en: 'Vienna CSO', de: 'Wiener Opferhilfe' }, true),
    organisation('at.vienna-court-liaison', 'courtLiaison', { en: 'Vienna court liaison' }),
    organisation('at.nrm-office', 'nrmOffice', { en: 'NRM office, Austria' }),
  ),
  participant(
    'rs',
    organisation('rs.belgrade-cso', 'cso', { en: 'Belgrade CSO', sr: 'Београдска служба' }, true),
    organisation('rs.nrm-office', 'nrmOffice', { en: 'NRM office, Serbia' }),
  ),
  participant(
    'mk',
    organisation('mk.skopje-cso', 'cso', { en: 'Skopje CSO', mk: 'Скопска служба' }),
  ),
]
