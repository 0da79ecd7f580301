import type { OrganisationId } from '@trm/kernel'
import { conflict, invalid } from '../definition/rejection-definition.ts'

/** What has to be there before a child returns (2:L1829 to 2:L1833). */
export type ChildReturnCondition =
  | 'riskAndSecurityAssessed'
  | 'bestInterestsDetermined'
  /** They were determined, and are something else than a return. */
  | 'returnInBestInterests'
  | 'careArranged'
  /** Nobody is named, or not one who may receive the child as things are now. */
  | 'receiverAppointed'

export const returnRejections = {
  'risk-not-assessed': conflict<{ readonly by: OrganisationId }>(
    'the named organisation shares its assessment of the risk',
  ),
  'risk-without-cso': conflict(
    'rest the decision on an assessment by an organisation that serves the person',
  ),
  'assessment-unknown': invalid('name assessments of the risk that this organisation holds'),
  'contact-not-exchanged': conflict('exchange contacts first, so that she knows whom to turn to'),
  'child-return-condition': conflict<{ readonly missing: ChildReturnCondition }>(
    'see to the named condition before a child returns',
  ),
  'migration-control-is-no-reason': conflict(
    'migration control does not outweigh the best interests of a child: name another reason',
  ),
  'return-not-decided': conflict(
    'decide first that she returns: the reason, the alternatives and the assessments it rests on',
  ),
  'travel-not-planned': conflict('plan the journey first'),
  'not-arrived': conflict('confirm the arrival first'),
} as const
