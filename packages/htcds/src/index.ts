export { exportHtcdsCsv } from './csv-export.ts'
export { exportHtcds } from './export.ts'
export {
  htcdsFields,
  htcdsGroups,
  type HtcdsGroup,
  type HtcdsMapping,
  type NotImportedReason,
} from './fields.ts'
export {
  HTCDS_FILE_BYTES_MAX,
  type HtcdsFileFailure,
  type HtcdsFileImport,
  type HtcdsFileProblem,
} from './files.ts'
export { htcdsFormats, importHtcdsFile, isHtcdsFormat, type HtcdsFormat } from './formats.ts'
export {
  importHtcds,
  type HtcdsImport,
  type HtcdsImportFailure,
  type HtcdsImportProblem,
  type HtcdsSections,
} from './import.ts'
export { exportHtcdsJson } from './json-file.ts'
export { mappingPage } from './mapping-page.ts'
export { exportHtcdsOdk, type HtcdsSubmission, type LeftOutReason } from './odk-export.ts'
