export { exportHtcds } from './export.ts'
export {
  htcdsFields,
  htcdsGroups,
  type HtcdsGroup,
  type HtcdsMapping,
  type NotImportedReason,
} from './fields.ts'
export {
  importHtcds,
  type HtcdsImport,
  type HtcdsImportFailure,
  type HtcdsImportProblem,
  type HtcdsSections,
} from './import.ts'
