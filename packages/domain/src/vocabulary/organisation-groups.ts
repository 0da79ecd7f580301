import { organisationKinds, type OrganisationKind } from './lists.ts'

// Who may author and who may receive is said by kind. These groups are used in many places.

/** Those who serve people: they open cases, take consent, hand over and receive. */
export const serving = [
  'cso',
  'shelter',
  'guardianshipAuthority',
  'healthProvider',
  'legalAid',
  'helpline',
  'internationalOrganisation',
] as const satisfies readonly OrganisationKind[]

/** Authorities that meet people who may be victims, and refer them. */
export const encountering = [
  'police',
  'borderPolice',
  'migrationAuthority',
  'asylumAuthority',
] as const satisfies readonly OrganisationKind[]

/** Authorities that can be given the power to identify formally; a Participant's policy says which have it. */
export const identifying = [
  'nrmOffice',
  'police',
  'prosecution',
  'guardianshipAuthority',
  'migrationAuthority',
] as const satisfies readonly OrganisationKind[]

/** Authorities that can be given the power to grant reflection and residence. */
export const permitting = [
  'migrationAuthority',
  'police',
  'nrmOffice',
  'prosecution',
] as const satisfies readonly OrganisationKind[]

/** Who arranges that somebody can testify or claim compensation. */
export const courtSide = [
  'courtLiaison',
  'prosecution',
] as const satisfies readonly OrganisationKind[]

/** Kinds that act for a state, whatever else they do. */
export const authorities = [
  ...encountering,
  'nrmOffice',
  'prosecution',
  'courtLiaison',
  'guardianshipAuthority',
  'consular',
] as const satisfies readonly OrganisationKind[]

/** Everybody who may hold a part of a case; auditors and rapporteurs may not. */
export const holding: readonly OrganisationKind[] = organisationKinds.codes.filter(
  (kind) => kind !== 'auditor' && kind !== 'rapporteur',
)

/** Nobody: what stays at home has no readers. */
export const nobody: readonly OrganisationKind[] = []
